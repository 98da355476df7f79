import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The purchase log says completed, and no movement gave the credits.
@Suite struct UncreditedPurchaseScenario {
    @Test func isFoundHeldAndGoneAfterAPersonsGrant() async throws {
        let books = try await Books.open()
        try books.sell("before", at: Books.noon - 86_400)
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        let night = try await books.night(applies: true)
        #expect(
            night.found == [
                "uncredited_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0, held needs_approval"
            ]
        )
        #expect(night.posted == [])
        #expect(night.left == night.found)

        try books.give(50, for: "cs_test_A")
        #expect(try await books.night(applies: true).found == [])
    }

    @Test func aMovementUnderAnotherIdOfTheSaleIsSilent() async throws {
        let books = try await Books.open()
        try books.sell("before", at: Books.noon - 86_400)
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        try books.give(50, for: "pi_A")
        #expect(try await books.night().found == [])
    }

    @Test func aSaleOlderThanTheJournalIsSilent() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        try books.sell("after", at: Books.noon + 86_400)
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.checkoutSession) == ["before_journal": 1])
    }

    @Test func anEmptyJournalProvesNothing() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.checkoutSession) == ["before_journal": 1])
    }
}
