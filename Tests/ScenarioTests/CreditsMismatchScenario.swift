import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Nobody can say how many credits were sold, or the ledger gave another number.
@Suite struct CreditsMismatchScenario {
    @Test func aNumberThatIsNoneIsFoundAndGoneAfterAPersonsGrant() async throws {
        let books = try await Books.open()
        var metadata = Books.metadata()
        metadata["credits"] = "abc"
        try books.sell("A", metadata: metadata, entries: .payment)
        let night = try await books.night(applies: true)
        #expect(night.found == ["credits_mismatch cs_test_A: expected 2000 usd, recorded 0"])
        #expect(night.findings.first?.detail["metadata_credits"] == "abc")
        #expect(night.posted == [])

        try books.give(50, for: "cs_test_A")
        try books.record("cs_test_A")
        #expect(try await books.night().found == [])
    }

    @Test func anotherNumberThanPromisedIsFoundAndGoneWhenTheRestIsGiven() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment])
        try books.give(40, for: "cs_test_A")
        let night = try await books.night(applies: true)
        #expect(night.found == ["credits_mismatch cs_test_A: 50 credits, expected 2000 usd"])

        try books.give(10, for: "cs_test_A")
        #expect(try await books.night().found == [])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // The package was changed after the sale.
        try books.sell("sold")
        try books.sql("UPDATE public.credit_packages SET credits = 60, updated_at = now() WHERE id = 'creative'")
        // Half of it was refunded, and half of the credits were taken back.
        let refunded = try books.sell("refunded")
        books.stripe { _ = $0.refund(refunded.charge, amount: 1_000, at: Books.noon + 600) }
        try books.give(-25, for: "cs_test_refunded", type: "refund")
        // Nothing is owed.
        var unreadable = Books.metadata()
        unreadable["credits"] = "abc"
        let returned = try books.sell("returned", metadata: unreadable, entries: .payment)
        books.stripe { _ = $0.refund(returned.charge, at: Books.noon + 600) }
        // The sources disagree, but it was granted.
        try books.sell("granted", metadata: Books.metadata(credits: 60))
        #expect(try await books.night().found == [])
    }
}
