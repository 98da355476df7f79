import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// The grant that a completed purchase row lacks, approved by a person: the row is no evidence against itself.
@Suite struct PostingUncreditedTests {
    /// A bench in which the purchase log says completed, and the correction of that.
    private static func bench() async throws -> (bench: PostingBench, grant: Correction) {
        let bench = try await PostingBench.make()
        try bench.books.record("cs_test_A")
        var grant = try bench.grant()
        grant.fingerprint = "uncredited_purchase:cs_test_A"
        grant.ledgerID = try bench.books.lines("SELECT id::text AS line FROM public.user_credit_purchases").first
        return (bench, grant)
    }

    @Test func itIsPostedAndTheRowStaysTheOnlyOne() async throws {
        let (bench, grant) = try await Self.bench()
        let rows: Statement = "SELECT to_jsonb(purchase)::text AS line FROM public.user_credit_purchases AS purchase"
        let before = try bench.books.lines(rows)
        let posted = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(posted.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        #expect(try bench.journal() == ["\(Books.anna) 50 cs_test_A"])
        #expect(try bench.books.lines(rows) == before)

        let after = try bench.content()
        let second = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(second.outcome == .alreadyPosted)
        #expect(try bench.content() == after)
    }

    /// What may have come in, or gone, between the approval and the posting.
    enum Change: String, CaseIterable {
        case movement, movementByIntent, anotherCompletedRow, rowFailed, rowDeleted, rowOfAnotherSession
    }

    @Test(arguments: Change.allCases)
    func whatChangedMeanwhileStopsIt(_ change: Change) async throws {
        let (bench, grant) = try await Self.bench()
        switch change {
        case .movement: try bench.books.give(50, for: "cs_test_A")
        case .movementByIntent: try bench.books.give(50, for: "pi_A")
        case .anotherCompletedRow: try bench.books.record("cs_test_A")
        case .rowFailed: try bench.books.sql("UPDATE public.user_credit_purchases SET status = 'failed'")
        case .rowDeleted: try bench.books.sql("DELETE FROM public.user_credit_purchases")
        case .rowOfAnotherSession:
            try bench.books.sql("UPDATE public.user_credit_purchases SET stripe_session_id = 'cs_test_B'")
        }
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(posted.outcome.name == "changed", "\(posted.outcome)")
        #expect(try bench.content() == before)
    }

    /// A grant that answers another finding takes the same row for what it is.
    @Test func theRowIsEvidenceAgainstAnyOtherGrant() async throws {
        let (bench, _) = try await Self.bench()
        var grant = try bench.grant()
        grant.ledgerID = try bench.books.lines("SELECT id::text AS line FROM public.user_credit_purchases").first
        let posted = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(posted.outcome.name == "changed")
    }
}
