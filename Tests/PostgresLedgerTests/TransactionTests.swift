import PostgresLedger
import Reconciliation
import Testing
import TestSupport

@Suite struct TransactionTests {
    let database: TestDatabase
    let connection: Connection

    init() throws {
        database = try TestDatabase.empty()
        connection = try database.connect()
        try connection.execute(script: "CREATE TABLE public.sale (id text PRIMARY KEY)")
    }

    private func sales() throws -> [String] {
        try connection.query("SELECT id FROM public.sale ORDER BY id").map { try $0.text("id") }
    }

    private func insert(_ id: String) throws(PostgresError) {
        try connection.query("INSERT INTO public.sale VALUES ($1)", [.text(id)])
    }

    @Test func whatWasDoneIsKept() throws {
        try connection.transaction { () throws(PostgresError) in try insert("cs_1") }
        #expect(try sales() == ["cs_1"])
    }

    @Test func anErrorUndoesAllOfIt() throws {
        #expect(throws: PostgresError.self) {
            try connection.transaction { () throws(PostgresError) in
                try insert("cs_1")
                try insert("cs_1")
            }
        }
        #expect(try sales().isEmpty)
    }

    @Test func theBodyCanUndoWithoutAnError() throws {
        let seen = try connection.decidingTransaction { () throws(PostgresError) -> TransactionEnd<Int> in
            try insert("cs_1")
            return .rollBack(try connection.query("SELECT FROM public.sale").count)
        }
        #expect(seen == 1)
        #expect(try sales().isEmpty)
    }

    @Test func aHiddenFailureIsNoCommit() throws {
        try insert("cs_1")
        #expect(throws: PostgresError.rolledBackAtCommit) {
            try connection.transaction { () throws(PostgresError) in
                try insert("cs_2")
                try? insert("cs_1")
            }
        }
        #expect(try sales() == ["cs_1"])
    }

    @Test func oneBadRowDoesNotUndoTheOthers() throws {
        try insert("cs_2")
        try connection.transaction { () throws(PostgresError) in
            for id in ["cs_1", "cs_2", "cs_3"] {
                try? connection.savepoint { () throws(PostgresError) in try insert(id) }
            }
        }
        #expect(try sales() == ["cs_1", "cs_2", "cs_3"])
    }

    @Test func aReadOnlyTransactionRefusesToWrite() throws {
        let error = try #require(throws: PostgresError.self) {
            try connection.transaction(isolation: .repeatableRead, readOnly: true) { () throws(PostgresError) in
                try insert("cs_1")
            }
        }
        #expect(error.sqlState == .readOnlyTransaction)
    }

    @Test func limitsHoldWithinTheTransactionOnly() throws {
        func limits() throws(PostgresError) -> [String] {
            let row = try connection.query(
                """
                SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement,
                       current_setting('idle_in_transaction_session_timeout') AS idle,
                       current_setting('search_path') AS path
                """
            )[0]
            return [
                try row.text("lock"), try row.text("statement"), try row.text("idle"), try row.text("path"),
            ]
        }
        var posting = TransactionLimits.posting
        posting.searchPath = "public"
        let within = try connection.transaction(limits: posting) { () throws(PostgresError) in try limits() }
        #expect(within == ["5s", "30s", "1min", "public"])
        #expect(try limits() == ["0", "0", "0", "pg_catalog, pg_temp"])
    }

    @Test func aLockThatIsNotGivenInTimeIsTransient() throws {
        let other = try database.connect()
        try other.execute(script: "BEGIN; LOCK TABLE public.sale")
        let error = try #require(throws: PostgresError.self) {
            try connection.transaction(limits: TransactionLimits(lockMilliseconds: 50)) { () throws(PostgresError) in
                try insert("cs_1")
            }
        }
        #expect(error.sqlState == .lockNotAvailable)
        #expect(error.isTransient)
    }

    /// A deferred trigger runs inside COMMIT and ends its own session there: the answer to COMMIT never comes.
    @Test func aConnectionLostDuringCommitLeavesTheOutcomeUnknown() throws {
        try connection.execute(
            script: """
                CREATE FUNCTION public.pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER plug AFTER INSERT ON public.sale
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pull_the_plug();
                """
        )
        let victim = try database.connect()
        let error = try #require(throws: PostgresError.self) {
            try victim.transaction { () throws(PostgresError) in
                try victim.query("INSERT INTO public.sale VALUES ('cs_1')")
            }
        }
        guard case .commitOutcomeUnknown = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!error.isTransient, "repeating it blindly could do it twice")
        #expect(try sales().isEmpty)
    }
}
