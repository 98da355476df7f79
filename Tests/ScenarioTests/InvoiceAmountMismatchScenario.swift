import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// The invoice log has an invoice's status right and its amount wrong.
@Suite struct InvoiceAmountMismatchScenario {
    @Test func isFoundSyncedAndGone() async throws {
        let books = try await Books.open()
        try Self.enter(books, paid: 1_500, log: "5.00")
        #expect(
            try await books.night().found == ["invoice_amount_mismatch in_A: expected 1500 usd, recorded 500"]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(try books.lines("SELECT amount_paid::text AS line FROM public.invoice_logs") == ["15.00"])
    }

    /// The handler divides by 100 whatever the currency is.
    @Test func yenDividedByAHundredAreFound() async throws {
        let books = try await Books.open()
        try Self.enter(books, paid: 1_500, "jpy", log: "15.00")
        #expect(
            try await books.night().found == ["invoice_amount_mismatch in_A: expected 1500 jpy, recorded 15"]
        )
    }

    /// Somebody mends the row between the finding and the correction.
    @Test func aRowThatWasMendedMeanwhileIsLeftAlone() async throws {
        let books = try await Books.open()
        try Self.enter(books, paid: 1_500, log: "5.00")
        let plan = try await books.night().plan
        try books.sql("UPDATE public.invoice_logs SET amount_paid = 14.00")
        let now = try await books.ledger.databaseNow()
        let posted = try await books.post(plan, run: RunID(startedAt: now, command: "scenario", suffix: 1))
        #expect(posted.map(\.outcome) == [.changed("the row is not what it was")])
        #expect(try books.lines("SELECT amount_paid::text AS line FROM public.invoice_logs") == ["14.00"])
    }

    @Test(arguments: [
        // Minor units paid at Stripe, currency, and what the log says.
        (1_500, "usd", "15.00"), (1_500, "jpy", "1500"), (280_000, "isk", "2800"),
        // Paid outside Stripe, under a version that counts nothing as paid.
        (0, "usd", "15.00"),
    ])
    func nearMissesAreSilent(paid: Int64, currency: String, log: String) async throws {
        let books = try await Books.open()
        try Self.enter(books, paid: paid, currency, log: log)
        #expect(try await books.night(applies: true).found == [])
    }

    private static func enter(_ books: Books, paid: Int64, _ currency: String = "usd", log: String) throws {
        books.stripe {
            var invoice = Invoice("in_A", amount: max(paid, 1_500), currency: currency, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            invoice.pay(at: Books.noon + 3_700, paymentIntent: nil, charge: nil)
            invoice.amountPaid = paid
            $0.invoices.append(invoice)
        }
        try books.sql(
            """
            INSERT INTO public.invoice_logs (stripe_invoice_id, amount_paid, amount_due, currency, status)
            VALUES ('in_A', $1::numeric, 15.00, $2, 'paid')
            """,
            [.text(log), .text(currency)]
        )
    }
}
