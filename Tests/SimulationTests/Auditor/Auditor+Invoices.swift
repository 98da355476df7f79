import StripeSimulator

extension Auditor {
    /// What is found of an invoice, and where it ends up.
    mutating func judge(_ invoice: Invoice) {
        let status = invoice.status ?? "no_status"
        findPastDue(invoice)
        guard let logged = rows.invoices.first(where: { $0.invoice == invoice.id }) else {
            if status == "paid" {
                find(
                    "missing_invoice_log",
                    invoice.id,
                    "low",
                    expected: invoice.amountPaid,
                    recorded: 0,
                    in: invoice.currency
                )
            }
            return end("invoice", invoice.id, status)
        }
        let isKnown = ["paid", "open", "draft", "uncollectible", "void"].contains(status)
        let isSame = logged.status == status || status == "open" && logged.status == "payment_failed"
        if isSame { findAmount(invoice, logged) }
        if isKnown, !isSame { find("invoice_status_mismatch", invoice.id, "low", in: invoice.currency) }
        end("invoice", invoice.id, isSame ? "matched" : "unknown_status")
    }

    private mutating func findPastDue(_ invoice: Invoice) {
        guard invoice.status == "open" else { return }
        let isDue = invoice.dueDate.map { $0 < period.upperBound } ?? false
        guard isDue || invoice.attemptCount > 0 else { return }
        find(
            "invoice_past_due",
            invoice.id,
            "info",
            expected: invoice.amountDue,
            recorded: invoice.amountPaid,
            in: invoice.currency
        )
    }

    private mutating func findAmount(_ invoice: Invoice, _ logged: InvoiceRow) {
        guard let amount = logged.amountPaid,
            !MinorUnits.agrees(amount, with: invoice.amountPaid, invoice.currency)
        else { return }
        // Paid outside Stripe, under a version that counts nothing as paid for it.
        if invoice.status == "paid", invoice.amountPaid == 0, invoice.amountDue > 0 { return }
        find(
            "invoice_amount_mismatch",
            invoice.id,
            "low",
            expected: invoice.amountPaid,
            recorded: MinorUnits.minor(of: amount, invoice.currency),
            in: invoice.currency
        )
    }
}
