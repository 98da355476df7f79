import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A bank took the money of a granted sale back, and the credits stayed.
@Suite struct DisputeNotReversedScenario {
    private static let found = "dispute_not_reversed cs_test_A: 50 credits, expected 2000 usd, recorded 0"

    @Test func isFoundProposedAndGoneWhenTheCreditsAreTakenBack() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe { _ = $0.dispute(sale.charge, at: Books.noon + 600, status: "lost") }
        let night = try await books.night(applies: true)
        #expect(night.found == [Self.found])
        #expect(night.plan.held.map(\.correction.action) == [.takeBack])
        #expect(night.posted == [], "taking credits back is a person's decision")

        try books.give(-50, for: "cs_test_A", type: "refund")
        #expect(try await books.night().found == [])
    }

    /// Both the sale and its dispute lie before the period; the dispute was open when it was listed, and ends now.
    @Test func anOpenDisputeIsReadAgainUntilItEnds() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe { _ = $0.dispute(sale.charge, at: Books.noon + 600, status: "under_review") }
        #expect(try await books.night().found == [])

        let later = try books.later(by: 60 * 86_400)
        books.stripe { $0.disputes["dp_A"].status = "lost" }
        #expect(try await later.night().found == [Self.found])
        // It is final now, and the finding still rests on it.
        #expect(try await later.night().found == [Self.found])
    }

    /// A refund took its part first; the bank took the rest.
    @Test func whatARefundTookIsNotTakenTwice() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe {
            _ = $0.refund(sale.charge, amount: 800, at: Books.noon + 600)
            _ = $0.dispute(sale.charge, at: Books.noon + 900, status: "lost")
        }
        #expect(
            try await books.night().found == [
                "dispute_not_reversed cs_test_A: 30 credits, expected 2000 usd, recorded 0",
                "refund_not_reversed cs_test_A: 20 credits, expected 800 usd, recorded 0",
            ]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        for status in ["won", "needs_response", "under_review", "warning_closed", "prevented"] {
            let sale = try books.sell(status)
            books.stripe { _ = $0.dispute(sale.charge, at: Books.noon + 600, status: status) }
        }
        #expect(try await books.night().found == [])
    }
}
