import ArgumentParser
import Foundation
import PrivateCluster
import StripeSimulator

/// What all peers of a benchmark read from and write to: a simulated Stripe and a PostgreSQL of its own.
///
/// It prints one JSON line when both can be used, and another one, about the requests, when SIGTERM or SIGINT ends it.
@main
struct BenchmarkServer: ParsableCommand {
    @Option(help: "How many objects each list holds.")
    var objects = 1_000_000

    @Flag(help: "Serve checkout sessions and payment intents too, as many as charges.")
    var threeLists = false

    @Flag(help: "Serve all that a run reads: buyers of their own, one package, and the events that grant.")
    var job = false

    @Option(help: "How many days the objects are spread over.")
    var days: Int64 = 30

    @Option(help: "How many paid invoices there are beside.")
    var invoices = 0

    @Flag(help: "Put half of the objects into a few busy hours.")
    var bursty = false

    @Option(help: "How long each answer takes, in milliseconds.")
    var latency: Int32 = 0

    @Option(help: "Requests a second that each endpoint allows; 0 for no limit.")
    var rate = 0

    @Option(help: "The folder of the PostgreSQL cluster, which is removed at the end.")
    var cluster: String

    func run() throws {
        let ending = EndingSignal()
        let trade = Trade(objects: objects, isBursty: bursty, isJob: job, days: days, invoices: invoices)
        let meter = RequestMeter(rate: rate)
        var options = Server.Options()
        options.latency = latency
        options.fault = { meter.admit($0) }
        let server = try Server(LiveAccount(trade.account(threeLists: threeLists || job)), options: options)
        let cluster = try PrivateCluster(folder: URL(fileURLWithPath: cluster), installation: .find())
        defer { cluster.remove() }
        try cluster.start()
        try emit([
            "url": server.baseURL, "key": AccessKey.standard(livemode: true).value, "host": cluster.folder.path,
            "user": PrivateCluster.superuser, "objects": objects, "since": trade.since, "until": trade.until,
        ])
        ending.wait()
        server.stop()
        try emit(meter.summary)
    }

    private func emit(_ object: [String: Any]) throws {
        var line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        line.append(UInt8(ascii: "\n"))
        FileHandle.standardOutput.write(line)
    }
}
