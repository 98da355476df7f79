import ArgumentParser
import Foundation
import HTTPTransport
import PostgresLedger
import Reconciliation
import StripeAPI

/// Collects and stages as a run does, with its progress stored beside the records, and prints what it took as JSON.
@main
struct BenchmarkCollecting: AsyncParsableCommand {
    @Option var url: String
    @Option var key: String
    @Option(help: "libpq's host.") var host: String
    @Option(help: "libpq's user.") var user: String
    @Option(help: "Unix seconds.") var since: Int64
    @Option(help: "Unix seconds; the first instant left out.") var until: Int64
    @Flag(help: "Charges, checkout sessions and payment intents instead of charges alone.") var threeLists = false
    @Flag(help: "Keep to Stripe's rates.") var keepRates = false

    func run() async throws {
        let stripe = try stripeClient()
        let ledger = try await preparedLedger()
        let kinds: [RecordKind] = threeLists ? [.charge, .checkoutSession, .paymentIntent] : [.charge]
        let span = Instant(secondsSinceEpoch: since)..<Instant(secondsSinceEpoch: until)
        var listing = ParallelListing(kinds.map { ListSlice($0, created: span) }, client: stripe)
        var objects = 0
        let start = ContinuousClock.now
        try await listing.run { listed in
            objects += listed.page.count
            try await ledger.stage(listed.page, progress: listed.progress)
        }
        // Whatever is asked of the ledger comes after the last COPY.
        try await ledger.withConnection { connection throws(PostgresError) in _ = try connection.query("SELECT 1") }
        let collected = ContinuousClock.now
        let usage = ProcessUsage.now
        try await ledger.finishStage()
        let finished = ContinuousClock.now
        try print([
            "peer": "tieout", "objects": objects, "seconds": (collected - start) / .seconds(1),
            "cpu_seconds": usage.cpuSeconds, "peak_mib": usage.peakMebibytes, "requests": stripe.usage.total,
            "fold_seconds": (finished - collected) / .seconds(1),
        ])
    }

    private func stripeClient() throws -> StripeClient {
        var configuration = try StripeConfiguration(baseURL: url, key: Secret(key))
        if !keepRates { configuration.rates = .unlimited }
        return StripeClient(configuration)
    }

    private func preparedLedger() async throws -> PostgresLedger {
        let ledger = PostgresLedger(
            try ConnectionSettings(keywords: ["host": host, "user": user, "dbname": "postgres"])
        )
        try await ledger.connect()
        try await ledger.migrate()
        try await ledger.clearStage()
        return ledger
    }

    private func print(_ object: [String: Any]) throws {
        let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        FileHandle.standardOutput.write(line + [UInt8(ascii: "\n")])
    }
}
