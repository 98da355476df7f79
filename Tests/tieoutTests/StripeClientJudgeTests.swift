import Foundation
import PostgresLedger
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
        let night = try await SeededNight(seed: 31, sessions: 400)
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
        let staged = try staged(in: night, Array(listed.keys))
        for (kind, records) in listed.sorted(by: { $0.key < $1.key }) {
            #expect(!records.isEmpty, "no \(kind) proves nothing")
            #expect(records.map(\.created) == records.map(\.created).sorted(by: >), "\(kind) is not newest first")
            #expect(records.sorted() == staged[kind], "\(kind)")
        }
    }

    private func staged(in night: SeededNight, _ kinds: [String]) throws -> Listed {
        var staged: Listed = [:]
        let connection = try night.database.connect()
        for row in try connection.query(Self.everything) {
            let record = Record(created: try row.integer("created"), id: try row.text("id"))
            staged[try row.text("kind"), default: []].append(record)
        }
        return staged.mapValues { $0.sorted() }.filter { kinds.contains($0.key) }
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
