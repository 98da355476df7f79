import PostgresLedger
import Reconciliation
import Testing
import TestSupport

@Suite struct LedgerExaminationTests {
    let database: TestDatabase
    let ledger: PostgresLedger
    let session: Connection

    init() async throws {
        database = try await TestDatabase.make()
        ledger = try await database.ledger()
        session = try database.connect()
    }

    private func addBuyer() throws {
        try session.execute(script: "INSERT INTO auth.users (id) VALUES ('a0000000-0000-4000-8000-000000000001')")
    }

    /// Replaces the granting function's body; the signature stays as it is.
    private func replaceFunction(with body: String) throws {
        try session.execute(
            script: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE plpgsql AS $body$
                DECLARE account public.user_credits;
                BEGIN
                    \(body)
                    RETURN account;
                END $body$
                """
        )
    }

    @Test func aWholeLedgerLacksNothing() async throws {
        #expect(try await ledger.missingRelations().isEmpty)
        #expect(try await ledger.pendingMigrations().isEmpty)
        let function = try #require(ledger.mapping.function)
        #expect(try await ledger.missingRights().isEmpty)
        #expect(try await ledger.exposure(of: function.name).map(\.isCallable) == [true])
        #expect(try await !ledger.sessionFacts().isReplica)
        #expect(try await ledger.pooling() == .none)
        #expect(try await ledger.functionReading()?.problem == nil)
        #expect(try await ledger.argumentProblems() == [])
        #expect(try await ledger.postingRefusal() == nil)
    }

    @Test func whatIsMissingIsNamed() async throws {
        try session.execute(
            script: """
                DROP TABLE public.user_credit_purchases CASCADE;
                ALTER TABLE public.credit_transactions DROP COLUMN reference_id CASCADE;
                """
        )
        #expect(
            try await ledger.missingRelations()
                == ["public.credit_transactions.reference_id", "public.user_credit_purchases"]
        )
    }

    @Test func aBareDatabaseHasNoSchema() async throws {
        let bare = try TestDatabase.empty()
        let function = try #require(ledger.mapping.function)
        #expect(try await !bare.ledger().pendingMigrations().isEmpty)
        #expect(try await bare.ledger().exposure(of: function.name).isEmpty)
        #expect(
            try await bare.ledger().functionReading()?.problem?.sentence
                == "there is no function public.update_user_credits"
        )
    }

    @Test func theTrialGrantKeepsNothing() async throws {
        try addBuyer()
        #expect(try await ledger.tryGrant() == GrantTrial(repetition: .granted))
        #expect(try session.query("SELECT FROM public.user_credits").isEmpty)
        #expect(try session.query("SELECT FROM public.credit_transactions").isEmpty)
    }

    @Test func aFunctionThatDoesNothingIsNoticed() async throws {
        try addBuyer()
        try replaceFunction(with: "")
        #expect(try await ledger.tryGrant()?.deviation == "after the call the buyer has no balance")
    }

    @Test func aFunctionThatSetsInsteadOfAddingIsNoticed() async throws {
        try addBuyer()
        try session.execute(
            script: """
                INSERT INTO public.user_credits (user_id, balance) VALUES ('a0000000-0000-4000-8000-000000000001', 7)
                """
        )
        try replaceFunction(with: "UPDATE public.user_credits SET balance = p_amount WHERE user_id = p_user_id;")
        #expect(try await ledger.tryGrant()?.deviation == "the call moved the balance from 7 to 1 instead of by 1")
    }

    @Test func aFunctionThatRaisesSpeaksForItself() async throws {
        try addBuyer()
        try replaceFunction(with: "RAISE EXCEPTION 'column balance does not exist';")
        let error = await #expect(throws: PostgresError.self) { try await ledger.tryGrant() }
        #expect(error?.sqlState == .raiseException)
        #expect(error?.description.contains("column balance does not exist") == true)
    }

    @Test func aFunctionWithoutASearchPathFindsItsTables() async throws {
        try addBuyer()
        // As found in the wild: unqualified names, which only the role's own search path resolves.
        try replaceFunction(
            with: """
                INSERT INTO user_credits (user_id, balance) VALUES (p_user_id, p_amount) RETURNING * INTO account;
                INSERT INTO credit_transactions (user_id, type, amount, balance_before, balance_after, reference_id)
                VALUES (p_user_id, p_type, p_amount, 0, p_amount, p_reference_id);
                """
        )
        // It inserts the balance whether there is one or not, so that the second grant meets the balance's own key.
        let trial = try await ledger.tryGrant()
        #expect(trial == GrantTrial(repetition: .refused(constraint: "user_credits_user_id_key")))
    }

    /// Without a buyer nothing can be tried.
    @Test func withoutABuyerNothingIsTried() async throws {
        #expect(try await ledger.tryGrant() == nil)
    }
}
