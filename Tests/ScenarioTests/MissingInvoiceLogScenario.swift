import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// An invoice was paid, and the invoice log has no row of it.
@Suite struct MissingInvoiceLogScenario {
    @Test func isFoundRecordedAndGone() async throws {
        let books = try await Books.open()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon, subscription: "sub_A")
            invoice.finalize(at: Books.noon + 3_600)
            invoice.pay(at: Books.noon + 3_700, paymentIntent: nil, charge: nil)
            $0.invoices.append(invoice)
        }
        #expect(try await books.night().found == ["missing_invoice_log in_A: expected 1500 usd, recorded 0"])

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', stripe_invoice_id, stripe_subscription_id, amount_paid, amount_due, currency,
                    status, billing_reason) AS line
                FROM public.invoice_logs
                """
            ) == ["in_A sub_A 15.00 15.00 usd paid subscription_cycle"]
        )
    }

    @Test(arguments: ["draft", "open", "void", "uncollectible"])
    func anInvoiceThatIsNotPaidIsSilent(_ status: String) async throws {
        let books = try await Books.open()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon)
            invoice.status = status
            $0.invoices.append(invoice)
        }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.invoice) == [status: 1])
    }
}
