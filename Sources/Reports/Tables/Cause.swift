import Reconciliation

extension FindingKind {
    /// What the finding means, for somebody who has never seen the rules.
    var cause: String {
        switch self {
        case .missedPurchase: "paid at Stripe, but the ledger shows no credits and no purchase"
        case .failedFulfilment: "paid at Stripe; the purchase log says that giving the credits failed"
        case .uncreditedPurchase: "the purchase log says completed, but no movement gave the credits"
        case .unrecordedGrant: "the credits were given, but the purchase log has no completed row"
        case .duplicateGrant: "the same payment was credited more than once"
        case .phantomGrant: "credits were given for a payment that Stripe does not show as paid"
        case .amountMismatch: "the amount in the ledger differs from the amount at Stripe"
        case .currencyMismatch: "the sources name different currencies"
        case .creditsMismatch: "the credits that were promised and given differ"
        case .packageMismatch: "the sources name different packages, or another price was paid"
        case .buyerMismatch: "Stripe and the ledger name different buyers"
        case .unattributablePayment: "paid at Stripe, but no buyer can be established"
        case .freeSession: "nothing had to be paid, and nothing was granted"
        case .staleCheckout: "the status of the checkout row differs from Stripe's"
        case .refundNotReversed: "the payment was refunded, but the credits were not taken back"
        case .disputeNotReversed: "a dispute was lost, but the credits were not taken back"
        case .orphanCharge: "a successful charge belongs to neither a session nor an invoice"
        case .missingPaymentLog: "the payment log has no row for the payment"
        case .paymentStatusMismatch: "the status in the payment log differs from Stripe's"
        case .missingInvoiceLog: "the invoice log has no row for the invoice"
        case .invoiceAmountMismatch: "the amount in the invoice log differs from Stripe's"
        case .invoiceStatusMismatch: "the status in the invoice log differs from Stripe's"
        case .subscriptionDrift: "the application's subscription state differs from Stripe's"
        case .paymentFailed: "the buyer's payment failed"
        case .invoicePastDue: "the invoice is open although it is due"
        case .balanceDrift: "the balance is not the sum of the movements"
        case .platformCapacityLow: "the provider's credits cannot serve what was sold"
        }
    }

    /// What a person should do where Tieout does nothing.
    var suggestedAction: String {
        switch self {
        case .duplicateGrant, .phantomGrant, .refundNotReversed, .disputeNotReversed:
            "check, then take the credits back (tieout apply)"
        case .amountMismatch, .creditsMismatch, .buyerMismatch: "compare both sources and mend the wrong one"
        case .unattributablePayment: "find the buyer, or refund the payment"
        case .orphanCharge: "find out what was sold"
        case .freeSession, .paymentFailed: "none, for information"
        default: "look at both sources"
        }
    }
}

extension CorrectionAction {
    /// What is done, in words.
    var words: String {
        switch self {
        case .grant: "grant the credits"
        case .takeBack: "take the credits back"
        case .recordPurchase: "write the purchase row"
        case .recordPayment: "write the payment log row"
        case .recordInvoice: "write the invoice log row"
        case .syncCheckout: "set the checkout row's status"
        case .syncPayment: "set the payment log's status"
        case .syncInvoice: "set the invoice log's status"
        }
    }
}

extension RunResult {
    /// Why each correction that was tried was not posted, by the fingerprint of its finding.
    var obstacles: [String: String] {
        posted.reduce(into: [:]) { obstacles, posted in
            switch posted.outcome {
            case .posted:
                guard let taken = posted.takenBack, taken.uncollectable > 0 else { return }
                obstacles[posted.correction.fingerprint] =
                    "\(taken.credits) of \(taken.credits + taken.uncollectable) credits were taken back; the buyer has"
                    + " spent the other \(taken.uncollectable)"
            case .alreadyPosted: return
            case .changed(let what):
                obstacles[posted.correction.fingerprint] = "not posted, because the ledger changed meanwhile: \(what)"
            case .failed(let why): obstacles[posted.correction.fingerprint] = "posting failed: \(why)"
            }
        }
    }
}

extension OpenFinding {
    /// Why it is there: why its correction waits or was not posted, else what the finding means.
    func reason(obstacles: [String: String]) -> String {
        if let hold = planned?.holdSentence { return hold }
        return obstacles[finding.fingerprint] ?? finding.kind.cause
    }

    /// What is to be done about it, and by whom.
    func suggestedAction(obstacles: [String: String]) -> String {
        guard let planned else { return finding.kind.suggestedAction }
        if case .held(let reason) = planned.decision {
            if reason == .declined { return "none, unless somebody decides otherwise" }
            if planned.approvedBy != nil { return "run with --apply: " + planned.correction.action.words }
            return "decide, then post it from the plan (tieout apply): " + planned.correction.action.words
        }
        if obstacles[finding.fingerprint] != nil { return "see why it was not posted, then run again" }
        return "run with --apply: " + planned.correction.action.words
    }
}
