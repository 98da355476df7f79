import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// What fails once and may be tried again is granted once; what may not is not tried again.
@Suite struct PostingRepetitionTests {
    /// Failures of the first call; a sequence counts the calls, since it is not rolled back.
    @Test(
        arguments: [
            "RAISE unique_violation USING CONSTRAINT = 'user_credits_user_id_key';",
            "RAISE serialization_failure;", "RAISE deadlock_detected;", "RAISE lock_not_available;",
            "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10);",
        ]
    )
    func whatFailsOnceIsGrantedOnce(_ failure: String) async throws {
        let bench = try await PostingBench.make()
        try bench.books.sql("CREATE SEQUENCE public.calls")
        try bench.replaceFunction(
            "\(PostingBench.soundGrant) IF nextval('public.calls') = 1 THEN \(failure) END IF;"
        )
        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        #expect(posted.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        #expect(try bench.journal() == ["\(Books.anna) 50 cs_test_A"])
        #expect(try bench.books.lines("SELECT last_value::text AS line FROM public.calls") == ["2"])
    }

    /// The application's own guard says that the reference was granted: not to be tried again.
    @Test func aReferenceThatWasGrantedIsNotTriedAgain() async throws {
        let bench = try await PostingBench.make()
        try bench.books.sql("CREATE SEQUENCE public.calls")
        try bench.replaceFunction(
            """
            PERFORM nextval('public.calls');
            RAISE unique_violation USING CONSTRAINT = 'one_purchase_per_reference';
            """
        )
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        #expect(posted.outcome.name == "failed")
        #expect(try bench.books.lines("SELECT last_value::text AS line FROM public.calls") == ["1"])
        #expect(try bench.content() == before)
    }

    @Test func whatFailsAlwaysFailsInTheEnd() async throws {
        let bench = try await PostingBench.make()
        try bench.replaceFunction("RAISE serialization_failure;")
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        #expect(posted.outcome.name == "failed")
        #expect(try bench.content() == before)
    }

    /// A deferred trigger ends its own session inside the first COMMIT: nothing was kept, so it is done again.
    @Test func aCommitThatWasNotKeptIsDoneAgain() async throws {
        let bench = try await PostingBench.make()
        try bench.books.database.connect().execute(
            script: """
                CREATE SEQUENCE public.calls;
                CREATE FUNCTION public.pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('public.calls') = 1 THEN
                        PERFORM pg_terminate_backend(pg_backend_pid());
                        PERFORM pg_sleep(10);
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER plug AFTER INSERT ON public.credit_transactions
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pull_the_plug();
                """
        )
        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        #expect(posted.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        #expect(try bench.journal() == ["\(Books.anna) 50 cs_test_A"])
    }

    /// The server has committed and waits for a standby that does not exist; there its session is ended. The answer
    /// never comes, the grant stands, and asking by key finds it.
    @Test func aCommitThatWasKeptIsNotDoneAgain() async throws {
        let bench = try await PostingBench.make()
        let person = try bench.books.database.connect()
        try person.execute(
            script: """
                DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$
                """
        )
        try person.execute(script: "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        try person.execute(script: "SELECT pg_reload_conf()")
        defer {
            try? person.execute(script: "ALTER SYSTEM RESET synchronous_standby_names")
            try? person.execute(script: "SELECT pg_reload_conf()")
        }
        try await bench.ledger.connect()
        async let posting = bench.ledger.postGrant(bench.grant(), context: bench.context)
        let deadline = ContinuousClock.now + .seconds(60)
        var isEnded = false
        while !isEnded, ContinuousClock.now < deadline {
            isEnded = try !person.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event = 'SyncRep'
                """
            ).isEmpty
        }
        #expect(isEnded, "no COMMIT waited")
        let posted = try await posting
        #expect(posted.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        #expect(try bench.journal() == ["\(Books.anna) 50 cs_test_A"])
    }
}
