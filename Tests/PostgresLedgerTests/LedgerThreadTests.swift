import PostgresLedger
import Testing
import TestSupport

@Suite struct LedgerThreadTests {
    /// More ledgers than the machine has cores wait for a lock, and the task that gives it still gets to run.
    @Test(.timeLimit(.minutes(1))) func waitingLedgersStopNobodyElse() async throws {
        let database = try TestDatabase.empty()
        let holder = try await database.ledger()
        try await holder.withConnection { connection throws(PostgresError) in
            try connection.execute(script: "SELECT pg_advisory_lock(1)")
        }
        let waiting = 12
        try await withThrowingTaskGroup { group in
            for _ in 0..<waiting {
                group.addTask {
                    try await database.ledger().withConnection { connection throws(PostgresError) in
                        try connection.execute(script: "SELECT pg_advisory_lock_shared(1)")
                    }
                }
            }
            var seen: Int64 = 0
            while seen < waiting {
                seen = try await holder.withConnection { connection throws(PostgresError) in
                    try connection.query(
                        "SELECT count(*) AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    )[0].integer("count")
                }
                await Task.yield()
            }
            await holder.disconnect()
            try await group.waitForAll()
        }
    }

    @Test func withoutAConnectionThereIsAnError() async throws {
        let ledger = PostgresLedger(try TestDatabase.empty().settings)
        let error = await #expect(throws: PostgresError.self) { try await ledger.sessionFacts() }
        #expect(error == .connectionLost(during: "preparation", message: "there is no connection"))
    }

    @Test func aLostConnectionIsReplacedWhenAsked() async throws {
        let database = try TestDatabase.empty()
        let ledger = try await database.ledger()
        await #expect(throws: PostgresError.self) {
            try await ledger.withConnection { connection throws(PostgresError) in
                try connection.execute(script: "SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }
        await #expect(throws: PostgresError.self) { try await ledger.sessionFacts() }
        try await ledger.connect()
        #expect(try await ledger.sessionFacts().database == database.name)
    }
}
