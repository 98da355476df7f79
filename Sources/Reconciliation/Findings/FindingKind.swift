/// What a rule can report; each kind is one SQL file, one scenario and one page of the same stem.
public enum FindingKind: String, CaseIterable, Sendable, Codable {
    case missedPurchase = "missed_purchase"
    case failedFulfilment = "failed_fulfilment"
    case uncreditedPurchase = "uncredited_purchase"
    case unrecordedGrant = "unrecorded_grant"
    case duplicateGrant = "duplicate_grant"
    case phantomGrant = "phantom_grant"
    case amountMismatch = "amount_mismatch"
    case currencyMismatch = "currency_mismatch"
    case creditsMismatch = "credits_mismatch"
    case packageMismatch = "package_mismatch"
    case buyerMismatch = "buyer_mismatch"
    case unattributablePayment = "unattributable_payment"
    case freeSession = "free_session"
    case staleCheckout = "stale_checkout"
    case refundNotReversed = "refund_not_reversed"
    case disputeNotReversed = "dispute_not_reversed"
    case orphanCharge = "orphan_charge"
    case missingPaymentLog = "missing_payment_log"
    case paymentStatusMismatch = "payment_status_mismatch"
    case missingInvoiceLog = "missing_invoice_log"
    case invoiceAmountMismatch = "invoice_amount_mismatch"
    case invoiceStatusMismatch = "invoice_status_mismatch"
    case subscriptionDrift = "subscription_drift"
    case paymentFailed = "payment_failed"
    case invoicePastDue = "invoice_past_due"
    case balanceDrift = "balance_drift"
    case platformCapacityLow = "platform_capacity_low"

    /// How much it matters unless the rule's own row says otherwise.
    public var severity: Severity {
        switch self {
        case .duplicateGrant, .phantomGrant: .critical
        case .missedPurchase, .failedFulfilment, .uncreditedPurchase, .amountMismatch, .currencyMismatch,
            .creditsMismatch, .packageMismatch, .buyerMismatch, .unattributablePayment, .platformCapacityLow:
            .high
        case .unrecordedGrant, .refundNotReversed, .disputeNotReversed, .orphanCharge, .balanceDrift: .medium
        case .staleCheckout, .missingPaymentLog, .paymentStatusMismatch, .missingInvoiceLog, .invoiceAmountMismatch,
            .invoiceStatusMismatch, .subscriptionDrift:
            .low
        case .freeSession, .paymentFailed, .invoicePastDue: .info
        }
    }

    /// What Tieout may do about it; nil where only a person can.
    public var action: CorrectionAction? {
        switch self {
        case .missedPurchase, .failedFulfilment, .uncreditedPurchase: .grant
        case .unrecordedGrant: .recordPurchase
        case .duplicateGrant, .phantomGrant, .refundNotReversed, .disputeNotReversed: .takeBack
        case .staleCheckout: .syncCheckout
        case .missingPaymentLog: .recordPayment
        case .paymentStatusMismatch: .syncPayment
        case .missingInvoiceLog: .recordInvoice
        case .invoiceAmountMismatch, .invoiceStatusMismatch: .syncInvoice
        case .amountMismatch, .currencyMismatch, .creditsMismatch, .packageMismatch, .buyerMismatch,
            .unattributablePayment, .freeSession, .orphanCharge, .subscriptionDrift, .paymentFailed, .invoicePastDue,
            .balanceDrift, .platformCapacityLow:
            nil
        }
    }
}
