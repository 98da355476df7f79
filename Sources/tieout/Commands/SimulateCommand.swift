import ArgumentParser
import Foundation
import Reconciliation
import StripeSimulator

/// `tieout simulate`: a Stripe that runs on this machine.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serves a seeded month of sales as Stripe would, on this machine only, until it is stopped.",
        discussion: """
            Example:
              tieout simulate --port 4242 --seed 7 &
              export STRIPE_API_BASE=http://127.0.0.1:4242 STRIPE_SECRET_KEY=sk_test_tieout
              tieout doctor
              tieout simulate --rate 25 --fault 503:5% --fault truncated=500@charges:3 --fault 401:200+
            """
    )

    @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 takes any free one.", valueName: "port"))
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("What the month is made from: the same seed gives the same month.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many checkout pages are opened in the month.", valueName: "count"))
    var sessions = 1_500

    @Option(
        help: ArgumentHelp("When the month ends, RFC 3339; default: now.", valueName: "instant"),
        transform: Instant.argument
    )
    var ending: Instant?

    @Option(help: ArgumentHelp("How long each answer takes, in milliseconds.", valueName: "ms"))
    var latency: Int32 = 0

    @Option(help: ArgumentHelp("Requests a second to one endpoint before it answers 429.", valueName: "count"))
    var rate: Int?

    @Option(help: ArgumentHelp("Requests a second in all before it answers 429.", valueName: "count"))
    var overallRate: Int?

    @Option(
        help: ArgumentHelp(
            """
            What goes wrong: NAME[=VALUE][@PATH][:WHEN], may be repeated; the first that applies counts. NAME is a status \
            from 400 to 599 or one of \(FaultSchedule.names.joined(separator: ", ")). WHEN is a request's number N, N+ \
            for it and all after it, Ns for the first N seconds, or P%.
            """,
            valueName: "spec"
        )
    )
    var fault: [String] = []

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let end = ending ?? .now
            let month = SalesMonth(seed: seed, ending: end.secondsSinceEpoch, sessions: sessions)
            var options = Server.Options()
            options.port = port
            options.latency = latency
            options.rates = RateLimits.Rates(perEndpoint: rate, overall: overallRate)
            options.fault = try faults()
            let server: Server
            do {
                server = try Server(LiveAccount(month.account), options: options)
            } catch {
                throw Failure(.unavailable, "the simulator cannot listen: \(error)", advice: "Choose another --port.")
            }
            console.line("Stripe simulator at \(server.baseURL) with key sk_test_tieout, month ending \(end)")
            console.json(["schema_version": 1, "url": server.baseURL, "key": "sk_test_tieout", "ending": end.rfc3339])
            let stop = StopSignal()
            await stop.wait()
            server.stop()
            return stop.exitStatus ?? .tiedOut
        }
    }

    func validate() throws {
        for count in [rate, overallRate].compactMap(\.self) where count < 1 {
            throw ValidationError("a rate is 1 or more requests a second, not \(count)")
        }
    }

    /// What goes wrong, for the server to ask; nil when nothing does.
    private func faults() throws(Failure) -> (@Sendable (RequestDescription) -> Fault?)? {
        guard !fault.isEmpty else { return nil }
        do throws(FaultSpecificationError) {
            let schedule = try FaultSchedule(fault, seed: seed)
            return { schedule.fault(for: $0) }
        } catch {
            throw Failure(.usage, error.description)
        }
    }
}
