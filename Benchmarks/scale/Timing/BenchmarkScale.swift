import ArgumentParser
import Foundation
import PostgresLedger
import PrivateCluster
import Reconciliation
import ScaleWorld
import Synchronization

/// Times the match and every rule over a large world, each by itself and all as a run makes them, beside a bare anti-join
/// of two of the tables, and prints a line of JSON for each round.
@main
struct BenchmarkScale: AsyncParsableCommand {
    @Option(help: "How many sessions, and about as many rows of each table.")
    var rows = 1_000_000

    @Option(help: "How often everything is measured.")
    var rounds = 3

    @Option(help: "The folder of the PostgreSQL cluster, which is removed at the end.")
    var cluster: String

    func run() async throws {
        let cluster = try PrivateCluster(folder: URL(fileURLWithPath: cluster), installation: .find())
        defer { cluster.remove() }
        try cluster.start()
        let settings = try ConnectionSettings(
            keywords: ["host": cluster.folder.path, "user": PrivateCluster.superuser, "dbname": "postgres"]
        )
        let ledger = PostgresLedger(settings, mapping: ScaleWorld.mapping)
        try await ledger.connect()
        try await ledger.createOrCompleteLedger()
        try await ledger.migrate()
        let start = ContinuousClock.now
        try await ScaleWorld(rows: rows).enter(ledger)
        note("made the world in \(Int((.now - start) / .seconds(1))) s")
        for _ in 0..<rounds { try await emit(measure(ledger, settings)) }
    }

    /// One round: the anti-join, then a run's own match and rules.
    private func measure(_ ledger: PostgresLedger, _ settings: ConnectionSettings) async throws -> [String: Any] {
        let antiJoin = try antiJoinDuration(settings)
        let before = residentMebibytes()
        let start = ContinuousClock.now
        let counts = Mutex<[String: Int]>([:])
        try await ledger.find(run: RunID("20261015T000000Z-scale-0001")!, period: try ScaleWorld.period) { finding in
            counts.withLock { $0[finding.kind.rawValue, default: 0] += 1 }
        }
        let total = ContinuousClock.now - start
        let found = counts.withLock { $0 }
        let silent = FindingKind.allCases.map(\.rawValue).filter { found[$0] == nil }
        if !silent.isEmpty { note("found nothing: \(silent.joined(separator: ", "))") }
        return [
            "peer": "scale", "rows": rows, "anti_join_seconds": antiJoin / .seconds(1), "seconds": total / .seconds(1),
            "statements": await ledger.statementDurations.map {
                ["statement": $0.statement, "seconds": $0.duration / .seconds(1), "found": found[$0.statement] ?? 0]
            },
            "findings": found.values.reduce(0, +), "resident_mib_before": before, "peak_mib": peakMebibytes(),
        ]
    }

    /// The same question without any rule around it: which sessions have no purchase row. Asked as whoever opens psql
    /// would, with the server's own settings.
    private func antiJoinDuration(_ settings: ConnectionSettings) throws -> Duration {
        let connection = try Connection(settings)
        try connection.execute(script: "RESET jit; RESET work_mem", named: "RESET")
        let start = ContinuousClock.now
        try connection.query(
            """
            SELECT count(*)
            FROM tieout.stage_checkout_session AS session
            LEFT JOIN tieout.ledger_purchase AS purchase ON purchase.stripe_session_id = session.id
            WHERE purchase.ledger_id IS NULL
            """
        )
        return .now - start
    }

    private func emit(_ object: [String: Any]) throws {
        let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        FileHandle.standardOutput.write(line + [UInt8(ascii: "\n")])
    }

    private func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
