import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The sources name different buyers, or the credits went to another one.
@Suite struct BuyerMismatchScenario {
    @Test func twoBuyersAreFoundAndGoneAfterAPersonsGrant() async throws {
        let books = try await Books.open()
        try books.sell("A", metadata: Books.metadata(user: Books.boris), entries: .ungranted)
        let night = try await books.night(applies: true)
        #expect(night.found == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.findings.first?.detail["checkout_user_id"] == Books.anna)
        #expect(night.findings.first?.detail["metadata_user_id"] == Books.boris)
        #expect(night.posted == [])

        try books.give(50, to: Books.boris, for: "cs_test_A")
        try books.record("cs_test_A", for: Books.boris)
        #expect(try await books.night().found == [])
    }

    @Test func creditsThatWentToAnotherBuyerAreFound() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        try books.give(50, to: Books.boris, for: "cs_test_A")
        let night = try await books.night()
        #expect(night.found == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd"])
        #expect(night.findings.first?.detail["granted_user_id"] == Books.boris)
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // The same id in capitals, with spaces around it.
        try books.sell("capitals", metadata: Books.metadata(user: "  \(Books.anna.uppercased()) "))
        // Only one source names a buyer.
        var nameless = Books.metadata()
        nameless["user_id"] = nil
        try books.sell("nameless", metadata: nameless)
        // The sources disagree, and one of the two got the credits.
        try books.sell("granted", metadata: Books.metadata(user: Books.boris))
        // All the money went back.
        let refunded = try books.sell("refunded", metadata: Books.metadata(user: Books.boris), entries: .ungranted)
        books.stripe { _ = $0.refund(refunded.charge, at: Books.noon + 600) }
        #expect(try await books.night().found == [])
    }
}
