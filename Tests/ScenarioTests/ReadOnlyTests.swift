import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// Finding writes nothing: rules cannot, and a plan does not.
@Suite struct ReadOnlyTests {
    /// A view that a rule reads is made to write, as a rule by mistake could.
    @Test func aRuleThatWritesFails() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try await books.night()
        try books.database.connect().execute(
            script: """
                CREATE FUNCTION public.meddle() RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE public.user_credits SET balance = balance + 1;
                    RETURN true;
                END $$;
                CREATE OR REPLACE VIEW tieout.unlinked_charge AS
                SELECT charge.* FROM tieout.stage_charge AS charge WHERE public.meddle();
                """
        )
        let balance: Statement = "SELECT balance::text AS line FROM public.user_credits"
        let error = try await #require(throws: PostgresError.self) { try await books.find() }
        #expect(error.sqlState == .readOnlyTransaction)
        #expect(try books.lines(balance) == ["50"])
    }

    @Test func aPlanLeavesTheLedgerUntouched() async throws {
        let books = try await Books.open()
        try books.sell("missed", entries: .ungranted)
        try books.sell("unrecorded", entries: [.checkout, .movement])
        let before = try await books.writesToTheLedger()
        let plan = try await books.night()
        #expect(plan.plan.allowed.count == 3)
        #expect(try await books.writesToTheLedger() == before)

        _ = try await books.night(applies: true)
        #expect(try await books.writesToTheLedger() != before, "the counters do count")
    }
}
