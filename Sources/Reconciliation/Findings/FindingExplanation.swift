/// What a kind of finding means and what is to be done about it, for whoever reads it at night or at month end.
///
/// `docs/findings/<kind>.md` tells the same with an example and the SQL to look at one case.
public struct FindingExplanation: Hashable, Sendable, Codable {
    /// The kind's name as people say it, without a full stop.
    public let title: String
    /// What is true of the record, in one sentence.
    public let meaning: String
    /// How it comes about, in plain language.
    public let cause: String
    /// What to do; where Tieout has a correction, what it does and when that waits.
    public let advice: String
    /// Cases that look alike and stay silent, so that nobody searches for them in vain.
    public let nearMisses: [String]
}

extension FindingKind {
    /// What it means and what is to be done about it.
    public var explanation: FindingExplanation {
        switch self {
        case .missedPurchase: .missedPurchase
        case .failedFulfilment: .failedFulfilment
        case .uncreditedPurchase: .uncreditedPurchase
        case .unrecordedGrant: .unrecordedGrant
        case .duplicateGrant: .duplicateGrant
        case .phantomGrant: .phantomGrant
        case .amountMismatch: .amountMismatch
        case .currencyMismatch: .currencyMismatch
        case .creditsMismatch: .creditsMismatch
        case .packageMismatch: .packageMismatch
        case .buyerMismatch: .buyerMismatch
        case .unattributablePayment: .unattributablePayment
        case .freeSession: .freeSession
        case .staleCheckout: .staleCheckout
        case .refundNotReversed: .refundNotReversed
        case .disputeNotReversed: .disputeNotReversed
        case .orphanCharge: .orphanCharge
        case .missingPaymentLog: .missingPaymentLog
        case .paymentStatusMismatch: .paymentStatusMismatch
        case .missingInvoiceLog: .missingInvoiceLog
        case .invoiceAmountMismatch: .invoiceAmountMismatch
        case .invoiceStatusMismatch: .invoiceStatusMismatch
        case .subscriptionDrift: .subscriptionDrift
        case .paymentFailed: .paymentFailed
        case .invoicePastDue: .invoicePastDue
        case .balanceDrift: .balanceDrift
        case .platformCapacityLow: .platformCapacityLow
        }
    }
}
