import Reconciliation

extension Statement {
    static let stageClear = Statement("stage_clear", embedded: PackageResources.stage_clear_sql)
    static let stageAnalyze = Statement("stage_analyze", embedded: PackageResources.stage_analyze_sql)

    /// Takes rows of a kind in binary form.
    static func stageCopy(_ kind: RecordKind) -> Statement {
        switch kind {
        case .charge: Statement("stage_copy_charge", embedded: PackageResources.stage_copy_charge_sql)
        case .checkoutSession:
            Statement("stage_copy_checkout_session", embedded: PackageResources.stage_copy_checkout_session_sql)
        case .invoice: Statement("stage_copy_invoice", embedded: PackageResources.stage_copy_invoice_sql)
        case .refund: Statement("stage_copy_refund", embedded: PackageResources.stage_copy_refund_sql)
        case .dispute: Statement("stage_copy_dispute", embedded: PackageResources.stage_copy_dispute_sql)
        case .paymentIntent:
            Statement("stage_copy_payment_intent", embedded: PackageResources.stage_copy_payment_intent_sql)
        case .event: Statement("stage_copy_event", embedded: PackageResources.stage_copy_event_sql)
        case .invoicePayment:
            Statement("stage_copy_invoice_payment", embedded: PackageResources.stage_copy_invoice_payment_sql)
        case .subscription: Statement("stage_copy_subscription", embedded: PackageResources.stage_copy_subscription_sql)
        case .customer: Statement("stage_copy_customer", embedded: PackageResources.stage_copy_customer_sql)
        }
    }

    /// Keeps one of each object that was read twice.
    static func stageFold(_ kind: RecordKind) -> Statement {
        switch kind {
        case .charge: Statement("stage_fold_charge", embedded: PackageResources.stage_fold_charge_sql)
        case .checkoutSession:
            Statement("stage_fold_checkout_session", embedded: PackageResources.stage_fold_checkout_session_sql)
        case .invoice: Statement("stage_fold_invoice", embedded: PackageResources.stage_fold_invoice_sql)
        case .refund: Statement("stage_fold_refund", embedded: PackageResources.stage_fold_refund_sql)
        case .dispute: Statement("stage_fold_dispute", embedded: PackageResources.stage_fold_dispute_sql)
        case .paymentIntent:
            Statement("stage_fold_payment_intent", embedded: PackageResources.stage_fold_payment_intent_sql)
        case .event: Statement("stage_fold_event", embedded: PackageResources.stage_fold_event_sql)
        case .invoicePayment:
            Statement("stage_fold_invoice_payment", embedded: PackageResources.stage_fold_invoice_payment_sql)
        case .subscription: Statement("stage_fold_subscription", embedded: PackageResources.stage_fold_subscription_sql)
        case .customer: Statement("stage_fold_customer", embedded: PackageResources.stage_fold_customer_sql)
        }
    }
}
