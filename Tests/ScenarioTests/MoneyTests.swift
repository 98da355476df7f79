import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// Money as Stripe counts it: each currency's own decimals, what the buyer was shown, what was taken and what went back.
@Suite struct MoneyTests {
    /// A sale in a currency, what its log row should say, and what a handler writes that divides by a hundred.
    struct Case: Sendable, CustomTestStringConvertible {
        let currency: String
        let minor: Int64
        let major: String
        let dividedByAHundred: String

        var testDescription: String { currency }
    }

    static let cases = [
        Case(currency: "usd", minor: 2_000, major: "20.00", dividedByAHundred: "20.00"),
        Case(currency: "jpy", minor: 3_000, major: "3000", dividedByAHundred: "30.00"),
        Case(currency: "krw", minor: 27_000, major: "27000", dividedByAHundred: "270.00"),
        // Stripe sends both with two decimals, always 00, whatever ISO says.
        Case(currency: "isk", minor: 280_000, major: "2800.00", dividedByAHundred: "2800.00"),
        Case(currency: "ugx", minor: 7_400_000, major: "74000.00", dividedByAHundred: "74000.00"),
        Case(currency: "huf", minor: 740_000, major: "7400.00", dividedByAHundred: "7400.00"),
        // The ledger's column has two decimals; a price whose third is not 0 cannot be written right.
        Case(currency: "kwd", minor: 6_150, major: "6.15", dividedByAHundred: "61.50"),
        Case(currency: "tnd", minor: 60_200, major: "60.20", dividedByAHundred: "602.00"),
    ]

    @Test(arguments: cases)
    func aMissedSaleIsGrantedWithItsAmount(_ money: Case) async throws {
        let books = try await Books.open()
        try books.sell("A", for: money.minor, money.currency, entries: .ungranted)
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.left == [])
        let written = try books.lines("SELECT amount_paid_usd::text AS line FROM public.user_credit_purchases")
        #expect(written.compactMap(Double.init) == [money.major].compactMap(Double.init))
        #expect(night.tieOut.map(\.currency.code) == [money.currency])
        #expect(night.tieOut[0].rollForward.ledgerClosing.amountMinor == money.minor)
    }

    @Test(arguments: cases)
    func anAmountThatWasDividedByAHundredIsFoundWhereThatIsWrong(_ money: Case) async throws {
        let books = try await Books.open()
        try books.sell("A", for: money.minor, money.currency)
        try books.sql(
            "UPDATE public.user_credit_purchases SET amount_paid_usd = $1::text::numeric",
            [.text(money.dividedByAHundred)]
        )
        let isRight = money.major == money.dividedByAHundred
        #expect(try await books.night().findings.map(\.kind) == (isRight ? [] : [.amountMismatch]))
        try books.sql(
            "UPDATE public.user_credit_purchases SET amount_paid_usd = $1::text::numeric",
            [.text(money.major)]
        )
        #expect(try await books.night().found == [])
    }

    /// Since 2025-03-31 the session stays in the seller's currency; before, it was in the buyer's and said the rate.
    @Test func aSaleInTheBuyersCurrencyIsGranted() async throws {
        let books = try await Books.open()
        let shown = try books.sell("shown", entries: .ungranted)
        let older = try books.sell("older", for: 1_850, "eur", entries: .ungranted)
        books.stripe {
            $0.checkoutSessions[shown.session].presentment = PresentmentDetails(amount: 1_850, currency: "eur")
            $0.checkoutSessions[older.session].currencyConversion = [
                "amount_subtotal": 2_000, "amount_total": 2_000, "fx_rate": "1.08", "source_currency": "usd",
            ]
        }
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_older 50", "cs_test_shown 50"])
        #expect(night.left == [])
        #expect(
            night.tieOut.map { "\($0.currency) \($0.granted.count + $0.grantedByTieout.count)" } == ["EUR 1", "USD 1"]
        )
    }

    /// Without a checkout row the amount before discount and tax must be the package's price, in the seller's currency.
    @Test(arguments: [false, true])
    func theAmountBeforeDiscountAndTaxBearsThePromiseOut(_ isConverted: Bool) async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", for: isConverted ? 1_425 : 1_785, isConverted ? "eur" : "usd", entries: .payment)
        books.stripe {
            $0.checkoutSessions[sale.session].amountSubtotal = isConverted ? 1_850 : 2_000
            $0.checkoutSessions[sale.session].amountDiscount = 500
            $0.checkoutSessions[sale.session].amountTax = isConverted ? 75 : 285
            if isConverted {
                $0.checkoutSessions[sale.session].currencyConversion = [
                    "amount_subtotal": 2_000, "amount_total": 1_540, "fx_rate": "1.08", "source_currency": "usd",
                ]
            }
        }
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
    }

    /// Captured in part: what was released looks like a refund, and the sale is due.
    @Test func aPartialCaptureIsNoRefund() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", for: 1_500, entries: .ungranted)
        books.stripe {
            $0.charges[sale.charge].amount = 2_000
            $0.charges[sale.charge].amountRefunded = 500
            $0.checkoutSessions[sale.session].amountSubtotal = 2_000
        }
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
    }

    /// A refund that failed and a dispute that was won leave the sale as it was, and its grant due.
    @Test func moneyThatCameBackIsPaid() async throws {
        let books = try await Books.open()
        let failed = try books.sell("failed", entries: .ungranted)
        let won = try books.sell("won", entries: .ungranted)
        books.stripe {
            $0.refund(failed.charge, at: Books.noon + 600, status: "failed")
            $0.dispute(won.charge, at: Books.noon + 600, status: "won")
        }
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_failed 50", "cs_test_won 50"])
        #expect(night.tieOut[0].rollForward.returned == TieOut.Line())
    }
}
