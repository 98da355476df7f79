import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A charge or a log row is in another currency than the sale.
@Suite struct CurrencyMismatchScenario {
    @Test func aLogRowInAnotherCurrencyIsFoundAndGoneWhenSet() async throws {
        let books = try await Books.open()
        try books.sell("A", for: 1_900, "eur")
        try books.sql("UPDATE public.payment_logs SET currency = 'usd'")
        let night = try await books.night(applies: true)
        #expect(night.found == ["currency_mismatch pi_A: expected 1900 eur"])
        #expect(night.findings.first?.detail["recorded_currency"] == "usd")
        #expect(night.posted == [])

        try books.sql("UPDATE public.payment_logs SET currency = 'EUR'")
        #expect(try await books.night().found == [])
    }

    @Test func aChargeInAnotherCurrencyIsFound() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", for: 1_900, "eur")
        books.stripe { $0.charges[sale.charge].currency = "usd" }
        #expect(
            try await books.night().found == ["currency_mismatch cs_test_A: 50 credits, expected 1900 eur"]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // The buyer was shown euros; the sale is in dollars.
        let shown = try books.sell("shown")
        books.stripe {
            $0.checkoutSessions[shown.session].presentment = PresentmentDetails(amount: 1_850, currency: "eur")
            $0.charges[shown.charge].currency = "eur"
        }
        // An older session is in the buyer's currency, and says so.
        let older = try books.sell("older", for: 1_850, "eur")
        books.stripe {
            $0.checkoutSessions[older.session].currencyConversion = [
                "amount_subtotal": 2_000, "amount_total": 2_000, "fx_rate": "1.08", "source_currency": "usd",
            ]
            $0.charges[older.charge].currency = "usd"
        }
        // Only the column's name is in dollars.
        try books.sell("yen", for: 3_000, "jpy")
        try books.sell("silent")
        try books.sql(
            "UPDATE public.payment_logs SET currency = NULL WHERE stripe_payment_intent_id = 'pi_silent'"
        )
        #expect(try await books.night().found == [])
    }
}
