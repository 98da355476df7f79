import StripeSimulator

extension Auditor {
    /// What is found of a charge, and where it ends up.
    mutating func judge(_ charge: Charge, _ sales: [SessionFacts]) {
        let sale = sales.first { charge.paymentIntent != nil && $0.session.paymentIntent == charge.paymentIntent }
        let isUnlinked = sight.isUnlinked(charge)
        if charge.status == "failed" {
            find("payment_failed", charge.id, "info", expected: charge.amount, recorded: 0, in: charge.currency)
        }
        if isUnlinked, charge.paymentIntent.map({ sight.asked[$0] == false }) ?? true {
            let kept = charge.amount - charge.amountRefunded
            find("orphan_charge", charge.id, "medium", expected: kept, recorded: 0, in: charge.currency)
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
        let paid = intent.amountReceived
        switch logged {
        case nil:
            if isSucceeded {
                find("missing_payment_log", intent.id, "low", expected: paid, recorded: 0, in: intent.currency)
            }
        case let logged?:
            findCurrency(intent, logged)
            let isRight =
                switch intent.status {
                case "succeeded": logged.status == "succeeded"
                case "canceled": logged.status == "cancelled" || logged.status == "failed"
                // Failed or pending while another attempt is open is what the log should say.
                default: logged.status != "succeeded"
                }
            if !isRight { find("payment_status_mismatch", intent.id, "low", in: intent.currency) }
        }
        end("payment_intent", intent.id, isSucceeded ? "matched" : intent.status)
    }

    private mutating func findCurrency(_ intent: PaymentIntent, _ logged: PaymentRow) {
        guard let currency = logged.currency?.lowercased(), currency != intent.currency else { return }
        let session = sight.sessions.first { $0.paymentIntent == intent.id }
        if let session, session.wasShown(in: currency) { return }
        find("currency_mismatch", intent.id, "high", expected: intent.amountReceived, in: intent.currency)
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

    /// Where a customer ends up who was read for the sake of a buyer.
    mutating func judge(_ customer: Customer, _ sales: [SessionFacts]) {
        let isHeard = sales.contains { $0.session.customer == customer.id && $0.promise.customersBuyer != nil }
        end("customer", customer.id, isHeard ? "matched" : customer.isDeleted ? "deleted" : "names_no_buyer")
    }
}
