import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// Exactly once: evidence that appears after the plan, the same plan twice, two posters at once.
@Suite struct PostingOnceTests {
    /// What may have come into the ledger between plan and posting.
    enum Evidence: String, CaseIterable {
        case movementBySession, movementByIntent, movementByCharge, movementByMetadata, completedPurchase
    }

    @Test(arguments: Evidence.allCases)
    func evidenceThatAppearsMeanwhileStopsTheGrant(_ evidence: Evidence) async throws {
        let bench = try await PostingBench.make()
        let grant = try bench.grant()
        switch evidence {
        case .movementBySession: try bench.books.give(50, for: "cs_test_A")
        case .movementByIntent: try bench.books.give(50, for: "pi_A")
        case .movementByCharge: try bench.books.give(50, for: "ch_A")
        case .movementByMetadata: try bench.books.give(50, for: nil, metadata: #"{"intent": "pi_A"}"#)
        case .completedPurchase: try bench.books.record("cs_test_A")
        }
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(posted.outcome.name == "changed")
        #expect(try bench.content() == before)
    }

    @Test func theSameGrantTwiceIsPostedOnce() async throws {
        let bench = try await PostingBench.make()
        let grant = try bench.grant()
        let first = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(first.outcome == .posted(balanceBefore: 0, balanceAfter: 50))
        let after = try bench.content()
        let second = try await bench.ledger.postGrant(grant, context: bench.context)
        #expect(second.outcome == .alreadyPosted)
        #expect(try bench.content() == after)
    }

    @Test func twoPostersAtOnceGrantOnce() async throws {
        let bench = try await PostingBench.make()
        let other = try await bench.books.database.ledger()
        var expected: [String] = []
        for round in 1...40 {
            let session = "cs_test_\(100 + round)"
            let grant = try bench.grant(session)
            async let left = bench.ledger.postGrant(grant, context: bench.context)
            async let right = other.postGrant(grant, context: bench.context)
            let outcomes = try await [left.outcome.name, right.outcome.name].sorted()
            #expect(outcomes == ["already posted", "posted"], "round \(round)")
            expected.append("\(Books.anna) 50 \(session)")
        }
        #expect(try bench.journal() == expected)
        #expect(try bench.books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])
    }

    /// Two first sales of a buyer without a balance row, at once: the row's key collides, both are granted.
    @Test func twoFirstSalesOfABuyerAreBothGranted() async throws {
        let bench = try await PostingBench.make()
        let other = try await bench.books.database.ledger()
        for round in 1...20 {
            try bench.books.sql("DELETE FROM public.user_credits")
            try bench.books.sql("DELETE FROM public.credit_transactions")
            let (first, second) = (try bench.grant("cs_test_\(round)_1"), try bench.grant("cs_test_\(round)_2"))
            async let left = bench.ledger.postGrant(first, context: bench.context)
            async let right = other.postGrant(second, context: bench.context)
            let outcomes = try await [left.outcome, right.outcome]
            #expect(outcomes.map(\.name) == ["posted", "posted"], "round \(round): \(outcomes)")
            #expect(try bench.books.lines("SELECT balance::text AS line FROM public.user_credits") == ["100"])
        }
    }
}
