import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The sources name different packages, or another price than the package's was paid.
@Suite struct PackageMismatchScenario {
    @Test func anotherPriceIsFoundAndGoneWhenThePackageSaysSo() async throws {
        let books = try await Books.open()
        try books.sell("A", for: 500)
        let night = try await books.night(applies: true)
        #expect(night.found == ["package_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 500"])
        #expect(night.posted == [])

        // Changed after the sale, the package says nothing about it any more.
        try books.sql("UPDATE public.credit_packages SET price_usd = 25.00, updated_at = now()")
        #expect(try await books.night().found == [])
    }

    @Test func twoPackagesAreFound() async throws {
        let books = try await Books.open()
        try books.sell("A", metadata: Books.metadata("pro"))
        let night = try await books.night()
        #expect(night.found == ["package_mismatch cs_test_A: 50 credits"])
        #expect(night.findings.first?.detail["checkout_package_id"] == "creative")
        #expect(night.findings.first?.detail["metadata_package_id"] == "pro")
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // A discount and a tax: what counts is the amount before both.
        let discounted = try books.sell("discounted", for: 1_785)
        books.stripe {
            $0.checkoutSessions[discounted.session].amountSubtotal = 2_000
            $0.checkoutSessions[discounted.session].amountDiscount = 500
            $0.checkoutSessions[discounted.session].amountTax = 285
        }
        try books.sell("euro", for: 1_900, "eur")
        // An older session in the buyer's currency, sold at the dollar price.
        let older = try books.sell("older", for: 1_850, "eur")
        books.stripe {
            $0.checkoutSessions[older.session].currencyConversion = [
                "amount_subtotal": 2_000, "amount_total": 2_000, "fx_rate": "1.08", "source_currency": "usd",
            ]
        }
        // Nothing is owed of what was refunded before any grant.
        let refunded = try books.sell("refunded", for: 700, entries: .ungranted)
        books.stripe { _ = $0.refund(refunded.charge, at: Books.noon + 600) }
        #expect(try await books.night().found == [])
    }
}
