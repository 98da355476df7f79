import Reconciliation

extension Statement {
    /// The rule of a kind: one `SELECT` over the match, the stage and the ledger's views, all with the same columns.
    static func rule(_ kind: FindingKind) -> Statement {
        switch kind {
        case .missedPurchase: Statement("missed_purchase", embedded: PackageResources.missed_purchase_sql)
        case .failedFulfilment: Statement("failed_fulfilment", embedded: PackageResources.failed_fulfilment_sql)
        case .uncreditedPurchase: Statement("uncredited_purchase", embedded: PackageResources.uncredited_purchase_sql)
        case .unrecordedGrant: Statement("unrecorded_grant", embedded: PackageResources.unrecorded_grant_sql)
        case .duplicateGrant: Statement("duplicate_grant", embedded: PackageResources.duplicate_grant_sql)
        case .phantomGrant: Statement("phantom_grant", embedded: PackageResources.phantom_grant_sql)
        case .amountMismatch: Statement("amount_mismatch", embedded: PackageResources.amount_mismatch_sql)
        case .currencyMismatch: Statement("currency_mismatch", embedded: PackageResources.currency_mismatch_sql)
        case .creditsMismatch: Statement("credits_mismatch", embedded: PackageResources.credits_mismatch_sql)
        case .packageMismatch: Statement("package_mismatch", embedded: PackageResources.package_mismatch_sql)
        case .buyerMismatch: Statement("buyer_mismatch", embedded: PackageResources.buyer_mismatch_sql)
        case .unattributablePayment:
            Statement("unattributable_payment", embedded: PackageResources.unattributable_payment_sql)
        case .freeSession: Statement("free_session", embedded: PackageResources.free_session_sql)
        case .staleCheckout: Statement("stale_checkout", embedded: PackageResources.stale_checkout_sql)
        case .refundNotReversed: Statement("refund_not_reversed", embedded: PackageResources.refund_not_reversed_sql)
        case .disputeNotReversed: Statement("dispute_not_reversed", embedded: PackageResources.dispute_not_reversed_sql)
        case .orphanCharge: Statement("orphan_charge", embedded: PackageResources.orphan_charge_sql)
        case .missingPaymentLog: Statement("missing_payment_log", embedded: PackageResources.missing_payment_log_sql)
        case .paymentStatusMismatch:
            Statement("payment_status_mismatch", embedded: PackageResources.payment_status_mismatch_sql)
        case .missingInvoiceLog: Statement("missing_invoice_log", embedded: PackageResources.missing_invoice_log_sql)
        case .invoiceAmountMismatch:
            Statement("invoice_amount_mismatch", embedded: PackageResources.invoice_amount_mismatch_sql)
        case .invoiceStatusMismatch:
            Statement("invoice_status_mismatch", embedded: PackageResources.invoice_status_mismatch_sql)
        case .subscriptionDrift: Statement("subscription_drift", embedded: PackageResources.subscription_drift_sql)
        case .paymentFailed: Statement("payment_failed", embedded: PackageResources.payment_failed_sql)
        case .invoicePastDue: Statement("invoice_past_due", embedded: PackageResources.invoice_past_due_sql)
        case .balanceDrift: Statement("balance_drift", embedded: PackageResources.balance_drift_sql)
        case .platformCapacityLow:
            Statement("platform_capacity_low", embedded: PackageResources.platform_capacity_low_sql)
        }
    }
}
