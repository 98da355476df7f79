import Foundation
import HTTPTransport
import PostgresLedger
import Reconciliation
import StripeAPI
import StripeSimulator
import TestSupport
import Testing

/// Stripe's own client reads the same lists: it sees what Tieout staged, record for record, in Stripe's order.
@Suite struct StripeClientJudgeTests {
    private typealias Listed = [String: [Record]]

    private struct Record: Decodable, Hashable, Comparable {
        let created: Int64
        let id: String

        init(created: Int64, id: String) { (self.created, self.id) = (created, id) }

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            created = try values.decode(Int64.self)
            id = try values.decode(String.self)
        }

        /// Newest first; within a second, where Stripe promises no order, by id.
        static func < (left: Record, right: Record) -> Bool {
            (right.created, left.id) < (left.created, right.id)
        }
    }

    @Test(.enabled(if: StripeClientJudge.python != nil, Comment(rawValue: StripeClientJudge.noPython)))
    func theOfficialClientSeesWhatWasStagedInThatOrder() async throws {
        let night = try await SeededNight(seed: 31, sessions: 1_000)
        try #require(try night.program.run("migrate", "--ledger").status == 0)
        // Lists alone: what is read by id lies outside of them.
        let configuration = try night.program.folder.write("look_ups: 0\n", to: "tieout.yaml")
        let ending = night.month.options.ending
        let (since, until) = (ending - 20 * 86_400, ending - 86_400)

        let run = try night.program.run(
            "run",
            "--config",
            configuration,
            "--since",
            OneMissedSale.rfc3339(since),
            "--until",
            OneMissedSale.rfc3339(until)
        )
        let seen = try StripeClientJudge.walk(night.stripe.baseURL, since: since, until: until)

        #expect(run.status == 2, "\(run.notes)")
        let listed = try JSONDecoder().decode(Listed.self, from: Data(seen.utf8))
        let staged = try Self.staged(in: night.database)
        for (kind, records) in listed.sorted(by: { $0.key < $1.key }) {
            #expect(!records.isEmpty, "no \(kind) proves nothing")
            #expect(records.map(\.created) == records.map(\.created).sorted(by: >), "\(kind) is not newest first")
            #expect(records.sorted() == staged[kind]?.sorted(), "\(kind)")
        }
    }

    /// With one reader a list, records are handed to the stage as they come: in Stripe's own order, within a second too.
    @Test(.enabled(if: StripeClientJudge.python != nil, Comment(rawValue: StripeClientJudge.noPython)))
    func oneReaderStagesInTheOrderThatTheOfficialClientSees() async throws {
        let month = SalesMonth(seed: 31, ending: 1_764_000_000, sessions: 1_200)
        let stripe = try Server(month.account)
        let (since, until) = (month.options.ending - 25 * 86_400, month.options.ending - 86_400)
        let database = try await TestDatabase.make()
        let ledger = try await database.ledger()
        let client = StripeClient(try StripeConfiguration(baseURL: stripe.baseURL, key: Secret("sk_test_tieout")))
        let span = Instant(secondsSinceEpoch: since)..<Instant(secondsSinceEpoch: until)
        let granting = ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
        let slices = [
            ListSlice(.charge, created: span), ListSlice(.invoice, created: span), ListSlice(.refund, created: span),
            ListSlice(.dispute, created: span), ListSlice(.paymentIntent, created: span),
            ListSlice(.checkoutSession, created: span.lowerBound - .day..<span.upperBound),
            ListSlice(.event, created: span, filters: ListFilter.eventTypes(granting)),
        ]

        var listing = ParallelListing(slices, client: client, readersPerList: 1)
        var handedOver: Listed = [:]
        try await listing.run { listed in
            let records = (0..<listed.page.count).map { row in
                Record(created: listed.page.created(row: row).secondsSinceEpoch, id: listed.page.id(row: row))
            }
            handedOver[listed.page.kind.rawValue, default: []] += records
            try await ledger.stage(listed.page, progress: listed.progress)
        }
        let seen = try StripeClientJudge.walk(stripe.baseURL, since: since, until: until)

        let listed = try JSONDecoder().decode(Listed.self, from: Data(seen.utf8))
        try await ledger.withConnection { connection throws(PostgresError) in _ = try connection.query("SELECT 1") }
        let staged = try Self.staged(in: database)
        #expect(listed.values.contains { $0.count > 300 }, "lists of one page prove nothing")
        for (kind, records) in listed.sorted(by: { $0.key < $1.key }) {
            #expect(records == handedOver[kind], "\(kind)")
            #expect(records.sorted() == staged[kind]?.sorted(), "\(kind)")
        }
    }

    /// What was staged of each kind, in no order.
    private static func staged(in database: TestDatabase) throws -> Listed {
        var staged: Listed = [:]
        for row in try database.connect().query(everything) {
            let record = Record(created: try row.integer("created"), id: try row.text("id"))
            staged[try row.text("kind"), default: []].append(record)
        }
        return staged
    }

    private static let everything: Statement = """
        SELECT kind, extract(epoch FROM created)::bigint AS created, id
        FROM (
            SELECT 'charge' AS kind, created, id FROM tieout.stage_charge
            UNION ALL SELECT 'checkout_session', created, id FROM tieout.stage_checkout_session
            UNION ALL SELECT 'invoice', created, id FROM tieout.stage_invoice
            UNION ALL SELECT 'refund', created, id FROM tieout.stage_refund
            UNION ALL SELECT 'dispute', created, id FROM tieout.stage_dispute
            UNION ALL SELECT 'payment_intent', created, id FROM tieout.stage_payment_intent
            UNION ALL SELECT 'event', created, id FROM tieout.stage_event
        ) AS staged
        """
}

/// A Python with Stripe's own client in it.
private enum StripeClientJudge {
    static let python: String? = {
        let candidates = [ProcessInfo.processInfo.environment["TIEOUT_PYTHON"], "python3"].compactMap(\.self)
        return candidates.first { (try? output(of: $0, ["-c", "import stripe"])) != nil }
    }()

    static let noPython = "no Python with the package stripe; set TIEOUT_PYTHON to what scripts/install-judges prints"

    static func walk(_ base: String, since: Int64, until: Int64) throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Judges/walk_lists.py").path
        let times = [since, since - 86_400, until].map { "\($0)" }
        return try output(of: python ?? "python3", [script, base, "sk_test_tieout"] + times)
    }

    private static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: data, as: UTF8.self)
    }
}
