import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// What looks like a fault and is none. Each must stay silent, and none may be granted.
@Suite struct NearMissTests {
    /// Nothing is found, nothing is posted, and every record is accounted for.
    private func expectSilence(_ books: Books, over period: Period? = nil) async throws -> Night {
        let night = try await books.night(applies: true, over: period)
        #expect(night.found == [])
        #expect(night.posted == [])
        return night
    }

    @Test func aGrantedSessionThatACouponPaid() async throws {
        let books = try await Books.open()
        try books.openPage("free") {
            $0.amountTotal = 0
            $0.amountDiscount = 2_000
            $0.complete(paymentStatus: "no_payment_required")
        }
        try books.give(50, for: "cs_test_free")
        try books.record("cs_test_free")
        try books.sql("UPDATE public.checkout_sessions SET status = 'completed'")
        #expect(try await expectSilence(books).conservation.count(.checkoutSession, .matched) == 1)
    }

    @Test func twoSessionsOfOneBuyerInOneSecond() async throws {
        let books = try await Books.open()
        try books.sell("first")
        try books.sell("second")
        _ = try await expectSilence(books)
    }

    @Test(arguments: ["pi_A", "ch_A", "in_A"])
    func aGrantUnderAnotherIdOfTheSale(_ reference: String) async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: [.checkout, .purchase, .payment])
        books.stripe { $0.checkoutSessions[sale.session].invoice = "in_A" }
        try books.give(50, for: reference)
        _ = try await expectSilence(books)
    }

    /// The handler failed, was tried again and got through: two rows of one session.
    @Test func oneFailedAndOneCompletedPurchaseRow() async throws {
        let books = try await Books.open()
        try books.logFailure(of: books.sell("A"))
        _ = try await expectSilence(books)
    }

    @Test func otherTradeOfTheSameAccount() async throws {
        let books = try await Books.open()
        try books.sell("book", metadata: ["type": "book"], entries: .payment)
        try books.openPage("subscription", metadata: [:], hasCheckoutRow: false) {
            $0.mode = "subscription"
            $0.complete(paymentStatus: "paid")
        }
        try books.openPage("set_up", metadata: [:], hasCheckoutRow: false) {
            $0.mode = "setup"
            $0.amountTotal = nil
            $0.currency = nil
            $0.complete(paymentStatus: "no_payment_required")
        }
        #expect(
            try await expectSilence(books).conservation.exclusions(.checkoutSession)
                == ["other_product": 1, "subscription": 1, "setup": 1]
        )
    }

    /// What a buyer uses up may name the sale that it came from.
    @Test func creditsThatAreUsedUp() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.give(-20, for: "cs_test_A", type: "consume")
        try books.give(-10, for: "job 4711", type: "consume")
        _ = try await expectSilence(books)
    }

    /// Their sessions are in no list of the period, and nobody asks for them.
    @Test func ledgerRowsThatAreOlderThanTheListedTime() async throws {
        let books = try await Books.open()
        try books.give(50, for: "cs_test_last_year", at: Books.noon - 300 * 86_400)
        try books.sell("now")
        let night = try await expectSilence(books)
        #expect(night.conservation.count(.checkoutSession, .matched) == 1)
    }

    /// Of a deleted buyer nothing is left in the ledger: that is told, alarms nobody and grants nothing.
    @Test func aBuyerWhoWasDeleted() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.application { application throws(PostgresError) in try application.deleteBuyer(Books.anna) }
        let night = try await books.night(applies: true)
        #expect(night.findings.map(\.severity) == [.info])
        #expect(night.plan.corrections == [])
        #expect(night.breaks == [])
    }

    /// The price and the credits of today say nothing of a sale of before.
    @Test func aPackageThatWasChangedAfterTheSale() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.credit_packages SET credits = 60, price_usd = 25, updated_at = now()")
        _ = try await expectSilence(books)
    }

    // MARK: Test clocks

    /// A test clock dates what it makes by its own time: the invoice lies a year ahead, and its charge was made today.
    @Test func anInvoiceThatATestClockDatesAYearAhead() async throws {
        let books = try await Books.open()
        books.stripe { account in
            var invoice = Invoice("in_clock", amount: 900, at: Books.noon + 365 * 86_400, subscription: "sub_clock")
            invoice.pay(at: Books.noon + 365 * 86_400, paymentIntent: "pi_clock", charge: "ch_clock")
            account.invoices.append(invoice)
            account.invoicePayments.append(
                InvoicePayment("inpay_clock", of: "in_clock", by: "pi_clock", amount: 900, at: Books.noon)
            )
            account.charges.append(Charge("ch_clock", amount: 900, at: Books.noon, paymentIntent: "pi_clock"))
        }
        #expect(try await expectSilence(books).conservation.count(.charge, .matched) == 1)
    }

    /// A subscription of a clock that stands in the past or the future has the status that it has.
    @Test(arguments: [-1_000, 1_000] as [Int64])
    func aSubscriptionOfATestClock(_ days: Int64) async throws {
        let books = try await Books.open()
        books.stripe {
            $0.subscriptions.append(
                Subscription("sub_A", customer: "cus_anna", amount: 900, at: Books.noon + days * 86_400)
            )
        }
        _ = try await expectSilence(books)
    }

    // MARK: Invoices and their payments

    @Test func severalPaymentsOfOneInvoice() async throws {
        let books = try await Books.open()
        try Self.bill(books, "in_A", amount: 1_500, by: [("pi_1", 1_000), ("pi_2", 500)])
        let night = try await expectSilence(books)
        #expect(night.conservation.count(.charge, .matched) == 2)
        #expect(night.conservation.count(.invoice, .matched) == 1)
    }

    @Test func onePaymentOfSeveralInvoices() async throws {
        let books = try await Books.open()
        try Self.bill(books, "in_A", amount: 900, by: [("pi_1", 900)])
        try Self.bill(books, "in_B", amount: 600, by: [("pi_1", 600)])
        let night = try await expectSilence(books)
        #expect(night.conservation.count(.charge, .matched) == 1)
        #expect(night.conservation.count(.invoice, .matched) == 2)
    }

    /// Paid in cash: Stripe says paid, and there is no charge.
    @Test func anInvoicePaidOutsideStripe() async throws {
        let books = try await Books.open()
        try Self.bill(books, "in_A", amount: 900, by: [])
        #expect(try await expectSilence(books).conservation.count(.invoice, .matched) == 1)
    }

    /// An invoice that is paid by those payments, with its charges and its row in the log.
    private static func bill(_ books: Books, _ id: String, amount: Int64, by payments: [(String, Int64)]) throws {
        books.stripe { account in
            var invoice = Invoice(id, amount: amount, at: noon, subscription: "sub_A")
            invoice.finalize(at: noon)
            invoice.pay(at: noon, paymentIntent: payments.first?.0, charge: nil)
            invoice.paidOutOfBand = payments.isEmpty
            account.invoices.append(invoice)
            for (intent, share) in payments {
                account.invoicePayments.append(
                    InvoicePayment("inpay_\(id)_\(intent)", of: id, by: intent, amount: share, at: noon)
                )
                let charge = "ch_" + intent
                if account.charges.find(charge) == nil {
                    account.charges.append(Charge(charge, amount: share, at: noon, paymentIntent: intent))
                }
            }
        }
        try books.sql(
            """
            INSERT INTO public.invoice_logs (stripe_invoice_id, amount_paid, amount_due, currency, status)
            VALUES ($1, $2::bigint / 100.0, $2::bigint / 100.0, 'usd', 'paid')
            """,
            [.text(id), .integer(amount)]
        )
    }

    private static let noon = Books.noon
}
