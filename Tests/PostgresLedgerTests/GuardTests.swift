import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// The guard: a second grant of one reference fails in the journal, whoever makes it.
@Suite struct GuardTests {
    let bench: PostingBench

    init() async throws { bench = try await PostingBench.make() }

    private func makeGuard() async throws -> GuardPlan {
        let plan = try #require(try await bench.ledger.guardPlan())
        try await bench.ledger.make(plan)
        return plan
    }

    @Test func aWebhookThatComesAfterTheGrantFailsWhole() async throws {
        let plan = try await makeGuard()
        #expect(!plan.beginsToday)
        #expect(try await bench.ledger.guardPlan() == nil)
        let posted = try await bench.ledger.postGrant(try bench.grant(), context: bench.context)
        #expect(posted.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        let before = try bench.content()
        #expect(throws: PostgresError.self) { try webhook("cs_test_A") }
        #expect(try bench.content() == before)
    }

    @Test func whatTheGuardIsNotAboutGoesOn() async throws {
        _ = try await makeGuard()
        try bench.books.give(50, for: "cs_test_A")
        try bench.books.give(50, for: "cs_test_B")
        // A take-back under the sale's reference, uses, and references that are not Stripe's.
        try sql("SELECT public.update_user_credits('\(Books.anna)', -50, 'refund', NULL, 'cs_test_A')")
        for _ in 1...2 {
            try sql("SELECT public.update_user_credits('\(Books.anna)', -1, 'consume', NULL, 'job 7')")
            try sql("SELECT public.update_user_credits('\(Books.anna)', 5, 'purchase', NULL, 'invoice by hand')")
        }
        #expect(throws: PostgresError.self) { try webhook("cs_test_B") }
    }

    /// Where a reference was granted twice already, rows from today on are guarded.
    @Test func withOldDuplicatesItHoldsForRowsFromTodayOn() async throws {
        for _ in 1...2 { try bench.books.give(50, for: "cs_test_old") }
        try sql("UPDATE public.credit_transactions SET created_at = now() - interval '40 days'")
        let plan = try await makeGuard()
        #expect(plan.beginsToday)
        #expect(plan.duplicates.map { "\($0.reference) \($0.movements)" } == ["cs_test_old 2"])
        try webhook("cs_test_new")
        #expect(throws: PostgresError.self) { try webhook("cs_test_new") }
    }

    @Test func withDuplicatesOfTodayItHoldsFromNowOn() async throws {
        for _ in 1...2 { try webhook("cs_test_early") }
        #expect(try await makeGuard().beginsToday)
        try webhook("cs_test_new")
        #expect(throws: PostgresError.self) { try webhook("cs_test_new") }
    }

    @Test func duplicatesWithoutATimeAreInTheWay() async throws {
        for _ in 1...2 { try bench.books.give(50, for: "cs_test_old") }
        var mapping = LedgerMapping.reference
        mapping.tables[.movement]?.columns["created_at"] = nil
        let ledger = PostgresLedger(bench.books.database.settings, mapping: mapping)
        try await ledger.connect()
        try await ledger.migrate()
        await #expect(throws: GuardObstacle.self) { try await ledger.guardPlan() }
    }

    /// A grant that meets the guard is a grant that somebody else made: nothing is kept, and the run goes on.
    @Test func aGrantThatMeetsTheGuardIsNotAFailureOfTheRun() async throws {
        _ = try await makeGuard()
        // The look-again does not see it: the function hides what it wrote from the posting views.
        try bench.replaceFunction(PostingBench.soundGrant + PostingBench.soundGrant)
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(try bench.grant(), context: bench.context)
        #expect(posted.outcome == .changed("the guard says that it was granted by now"))
        #expect(try bench.content() == before)
    }

    private func webhook(_ session: String) throws {
        try sql("SELECT public.update_user_credits('\(Books.anna)', 50, 'purchase', NULL, '\(session)')")
    }

    private func sql(_ command: String) throws { try bench.books.database.connect().execute(script: command) }
}
