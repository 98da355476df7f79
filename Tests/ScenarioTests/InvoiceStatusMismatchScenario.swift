import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The invoice log kept the first event of an invoice and lost the second.
@Suite struct InvoiceStatusMismatchScenario {
    @Test func isFoundSyncedAndGone() async throws {
        let books = try await Books.open()
        try Self.enter(books, invoice: "paid", log: "payment_failed")
        #expect(
            try await books.night().found == ["invoice_status_mismatch in_A: payment_failed instead of paid"]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(
            try books.lines("SELECT concat_ws(' ', status, amount_paid) AS line FROM public.invoice_logs")
                == ["paid 15.00"]
        )
    }

    @Test(arguments: [("open", "payment_failed"), ("paid", "paid"), ("reopened", "open")])
    func nearMissesAreSilent(invoice: String, log: String) async throws {
        let books = try await Books.open()
        try Self.enter(books, invoice: invoice, log: log)
        #expect(try await books.night(applies: true).found == [])
    }

    private static func enter(_ books: Books, invoice status: String, log: String) throws {
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            if status == "paid" { invoice.pay(at: Books.noon + 3_700, paymentIntent: nil, charge: nil) }
            invoice.status = status
            $0.invoices.append(invoice)
        }
        try books.sql(
            """
            INSERT INTO public.invoice_logs (stripe_invoice_id, amount_paid, amount_due, currency, status)
            VALUES ('in_A', 0, 15.00, 'usd', $1)
            """,
            [.text(log)]
        )
        if log == "paid" { try books.sql("UPDATE public.invoice_logs SET amount_paid = 15.00") }
    }
}
