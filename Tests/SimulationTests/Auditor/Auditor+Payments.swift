import StripeSimulator

extension Auditor {
    /// What is found of a charge, and where it ends up.
    mutating func judge(_ charge: Charge, _ sales: [SessionFacts]) {
        let sale = sales.first { charge.paymentIntent != nil && $0.session.paymentIntent == charge.paymentIntent }
        let isUnlinked = sight.isUnlinked(charge)
        if charge.status == "failed" { find("payment_failed", charge.id, "info") }
        if isUnlinked, charge.paymentIntent.map({ sight.asked[$0] == false }) ?? true {
            find("orphan_charge", charge.id, "medium")
        }
        let ending =
            switch charge.status {
            case "pending": "pending"
            case "succeeded" where !charge.captured: "uncaptured"
            case "succeeded": sale.map { $0.exclusion ?? "matched" } ?? (isUnlinked ? "not_looked_up" : "matched")
            case "failed": "unexplained"  // never: it is found
            default: "unknown_status"
            }
        end("charge", charge.id, ending)
    }

    /// What is found of a payment intent: the payment log lacks it, or says otherwise.
    mutating func judge(_ intent: PaymentIntent) {
        let logged = rows.payments.first { $0.intent == intent.id }
        let isSucceeded = intent.status == "succeeded"
        switch logged {
        case nil:
            if isSucceeded { find("missing_payment_log", intent.id, "low") }
        case let logged? where isSucceeded || intent.status == "canceled":
            let right = isSucceeded ? ["succeeded"] : ["cancelled", "failed"]
            if !right.contains(logged.status ?? "") { find("payment_status_mismatch", intent.id, "low") }
        case let logged?:
            // Failed or pending while another attempt is open is what the log should say.
            if logged.status == "succeeded" { find("payment_status_mismatch", intent.id, "low") }
        }
        end("payment_intent", intent.id, isSucceeded ? "matched" : intent.status)
    }

    /// What is found of an invoice: the invoice log lacks it, or says otherwise.
    mutating func judge(_ invoice: Invoice) {
        let status = invoice.status ?? "no_status"
        guard let logged = rows.invoices.first(where: { $0.invoice == invoice.id }) else {
            if status == "paid" { find("missing_invoice_log", invoice.id, "low") }
            return end("invoice", invoice.id, status)
        }
        let isRetried = status == "open" && logged.status == "payment_failed"
        let isKnown = ["paid", "open", "draft", "uncollectible", "void"].contains(status)
        if isKnown, logged.status != status, !isRetried { find("invoice_status_mismatch", invoice.id, "low") }
        end("invoice", invoice.id, isKnown || logged.status == status ? "matched" : "unknown_status")
    }

    /// Refunds, disputes, events and invoice payments belong to something that was seen, or not.
    mutating func judgeCompanions() {
        func place(_ isSeen: Bool) -> String { isSeen ? "matched" : "parent_outside_period" }
        for refund in sight.refunds {
            end("refund", refund.id, place(sight.charges.contains { $0.id == refund.charge }))
        }
        for dispute in sight.disputes {
            end("dispute", dispute.id, place(sight.charges.contains { $0.id == dispute.charge }))
        }
        for event in sight.events {
            end("event", event.id, place(sight.sessions.contains { $0.id == event.object.id }))
        }
        for payment in sight.invoicePayments {
            end("invoice_payment", payment.id, place(sight.invoices.contains { $0.id == payment.invoice }))
        }
    }
}
