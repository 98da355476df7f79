import ArgumentParser
import Foundation
import PostgresLedger
import Reconciliation
import Synchronization

/// Makes the ledger and the schema that a match reads, or matches what is staged as a run does and prints how long it took.
@main
struct BenchmarkMatching: AsyncParsableCommand {
    @Option(help: "libpq's host.") var host: String
    @Option(help: "libpq's user.") var user: String
    @Option(help: "RFC 3339.") var since: String
    @Option(help: "RFC 3339; the first instant left out.") var until: String
    @Flag(help: "Only make the ledger's tables and the schema.") var prepare = false

    func run() async throws {
        let ledger = PostgresLedger(
            try ConnectionSettings(keywords: ["host": host, "user": user, "dbname": "postgres"])
        )
        try await ledger.connect()
        guard !prepare else {
            _ = try await ledger.createOrCompleteLedger()
            _ = try await ledger.migrate()
            return
        }
        guard let since = Instant(rfc3339: since), let until = Instant(rfc3339: until) else {
            throw ValidationError("--since and --until are instants, for example 2026-09-01T00:00:00Z")
        }
        try await ledger.finishStage()
        let run = RunID(startedAt: until, command: "benchmark", suffix: 0)
        let findings = Mutex(0)
        try await ledger.find(run: run, period: Period(since: since, cutOff: until)) { _ in
            findings.withLock { $0 += 1 }
        }
        let seconds = await ledger.matchDuration.map { $0 / .seconds(1) } ?? 0
        let object: [String: Any] = ["peer": "tieout", "findings": findings.withLock { $0 }, "match_seconds": seconds]
        let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        FileHandle.standardOutput.write(line + [UInt8(ascii: "\n")])
    }
}
