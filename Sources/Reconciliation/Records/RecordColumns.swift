extension RecordKind {
    /// The columns after `id` and `created`. Source of each: the Stripe field of the same name unless a path is given.
    var columns: [RecordColumn] {
        switch self {
        case .charge: Columns.charge
        case .checkoutSession: Columns.checkoutSession
        case .invoice: Columns.invoice
        case .refund: Columns.refund
        case .dispute: Columns.dispute
        case .paymentIntent: Columns.paymentIntent
        case .event: Columns.event
        case .invoicePayment: Columns.invoicePayment
        case .subscription: Columns.subscription
        case .customer: Columns.customer
        }
    }
}

/// What matching needs of each kind, and where Stripe keeps it.
private enum Columns {
    static let charge: [RecordColumn] = [
        .init("amount", .integer, required: true),
        .init("amount_captured", .integer),
        .init("amount_refunded", .integer, required: true),
        .init("currency", .text, required: true),
        .init("captured", .boolean, required: true),
        .init("paid", .boolean),
        .init("refunded", .boolean),
        .init("disputed", .boolean),
        .init("status", .text, required: true),
        .init("payment_intent", .reference),
        .init("customer", .reference),
        .init("invoice", .reference),  // before 2025-03-31.basil
        .init("failure_code", .text),
        .init("failure_message", .text),
        .init("payment_method_type", .text, from: "payment_method_details.type"),
        .init("livemode", .boolean, required: true),
    ]

    static let checkoutSession: [RecordColumn] = [
        .init("expires_at", .instant),
        .init("mode", .text, required: true),
        .init("status", .text),
        .init("payment_status", .text, required: true),
        .init("currency", .text),
        .init("amount_subtotal", .integer),
        .init("amount_total", .integer),
        .init("amount_discount", .integer, from: "total_details.amount_discount"),
        .init("amount_tax", .integer, from: "total_details.amount_tax"),
        .init("customer", .reference),
        .init("client_reference_id", .text),
        .init("payment_intent", .reference),
        .init("invoice", .reference),
        .init("subscription", .reference),
        .init("presentment_currency", .text, from: "presentment_details.presentment_currency"),
        .init("presentment_amount", .integer, from: "presentment_details.presentment_amount"),
        .init("source_currency", .text, from: "currency_conversion.source_currency"),  // until clover
        .init("source_subtotal", .integer, from: "currency_conversion.amount_subtotal"),
        .init("source_total", .integer, from: "currency_conversion.amount_total"),
        .init("livemode", .boolean, required: true),
        .init("metadata", .json),
    ]

    static let invoice: [RecordColumn] = [
        .init("status", .text),
        .init("currency", .text, required: true),
        .init("amount_due", .integer, required: true),
        .init("amount_paid", .integer, required: true),
        .init("amount_remaining", .integer),
        .init("total", .integer),
        .init("billing_reason", .text),
        .init("customer", .reference),
        .init("subscription", .reference, from: "parent.subscription_details.subscription", "subscription"),
        .init("payment_intent", .reference),  // before basil; later through invoice payments
        .init("charge", .reference),  // before basil
        .init("number", .text),
        .init("due_date", .instant),
        .init("next_payment_attempt", .instant),
        .init("attempt_count", .integer),
        .init("finalized_at", .instant, from: "status_transitions.finalized_at"),
        .init("paid_at", .instant, from: "status_transitions.paid_at"),
        .init("payments", .json),  // from basil on, where expanded
        .init("livemode", .boolean, required: true),
    ]

    static let refund: [RecordColumn] = [
        .init("amount", .integer, required: true),
        .init("currency", .text, required: true),
        .init("status", .text),
        .init("charge", .reference),
        .init("payment_intent", .reference),
        .init("reason", .text),
    ]

    static let dispute: [RecordColumn] = [
        .init("amount", .integer, required: true),
        .init("currency", .text, required: true),
        .init("status", .text, required: true),
        .init("charge", .reference),
        .init("payment_intent", .reference),
        .init("reason", .text),
        .init("livemode", .boolean, required: true),
    ]

    static let paymentIntent: [RecordColumn] = [
        .init("amount", .integer, required: true),
        .init("amount_received", .integer),
        .init("currency", .text, required: true),
        .init("status", .text, required: true),
        .init("customer", .reference),
        .init("latest_charge", .reference),
        .init("invoice", .reference),  // before basil
        .init("last_error_code", .text, from: "last_payment_error.code"),
        .init("livemode", .boolean, required: true),
        .init("metadata", .json),
    ]

    static let event: [RecordColumn] = [
        .init("type", .text, required: true),
        .init("pending_webhooks", .integer, required: true),
        .init("object_kind", .text, from: "data.object.object"),
        .init("object_id", .text, from: "data.object.id"),
        .init("livemode", .boolean, required: true),
        .init("object_payment_status", .text, from: "data.object.payment_status"),
    ]

    static let invoicePayment: [RecordColumn] = [
        .init("invoice", .reference, required: true),
        .init("amount_paid", .integer),
        .init("amount_requested", .integer),
        .init("currency", .text),
        .init("status", .text),
        .init("payment_type", .text, from: "payment.type"),
        .init("payment_intent", .reference, from: "payment.payment_intent"),
        .init("charge", .reference, from: "payment.charge"),
        .init("livemode", .boolean, required: true),
    ]

    static let subscription: [RecordColumn] = [
        .init("status", .text, required: true),
        .init("customer", .reference),
        .init("canceled_at", .instant),
        .init("livemode", .boolean, required: true),
    ]

    // Of a customer who was deleted Stripe gives the id and that it was, without `created` and `livemode`.
    static let customer: [RecordColumn] = [
        .init("deleted", .boolean),
        .init("metadata", .json),
    ]
}
