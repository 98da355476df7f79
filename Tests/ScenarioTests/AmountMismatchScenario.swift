import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The purchase row holds another amount than was paid.
@Suite struct AmountMismatchScenario {
    @Test func aYenAmountDividedByAHundredIsFoundAndGoneWhenSet() async throws {
        let books = try await Books.open()
        try books.sell("A", for: 3_000, "jpy")
        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 30.00")
        let night = try await books.night(applies: true)
        #expect(night.found == ["amount_mismatch cs_test_A: 50 credits, expected 3000 jpy, recorded 30"])
        #expect(night.findings.first?.detail["likely_cause"]?.contains("divided") == true)
        #expect(night.posted == [])

        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 3000")
        #expect(try await books.night().found == [])
    }

    @Test func aChangedAmountIsFound() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 19.99")
        let night = try await books.night()
        #expect(night.found == ["amount_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 1999"])
        #expect(night.findings.first?.detail["likely_cause"] == nil)
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        try books.sell("euro", for: 1_900, "eur")
        try books.sell("yen", for: 3_000, "jpy")
        // Stripe sends krónur with two decimals, always 00.
        try books.sell("krona", for: 280_000, "isk")
        // A discount: what counts is the total after it.
        let discounted = try books.sell("discounted", for: 1_500)
        books.stripe { $0.checkoutSessions[discounted.session].amountSubtotal = 2_000 }
        // Refunded in full after the grant: the row keeps what was paid.
        let refunded = try books.sell("refunded")
        books.stripe { _ = $0.refund(refunded.charge, at: Books.noon + 600) }
        try books.give(-50, for: refunded.session, type: "refund")
        // The row holds no amount.
        try books.sell("silent")
        try books.sql("ALTER TABLE public.user_credit_purchases ALTER amount_paid_usd DROP NOT NULL")
        try books.sql(
            "UPDATE public.user_credit_purchases SET amount_paid_usd = NULL WHERE stripe_session_id = 'cs_test_silent'"
        )
        #expect(try await books.night().found == [])
    }
}
