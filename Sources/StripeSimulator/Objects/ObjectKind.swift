/// The kinds of object that the simulator lists, named as Stripe's `object` field names them.
public enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    case charge
    case checkoutSession = "checkout.session"
    case customer
    case dispute
    case event
    case invoice
    case invoicePayment = "invoice_payment"
    case paymentIntent = "payment_intent"
    case price
    case refund
    case subscription
    case webhookEndpoint = "webhook_endpoint"

    /// The list's path, such as `/v1/checkout/sessions`.
    public var path: String {
        switch self {
        case .checkoutSession: "/v1/checkout/sessions"
        default: "/v1/\(rawValue)s"
        }
    }

    /// The permission that a restricted key needs to read this kind, as Stripe's 403 names it.
    public var permission: String {
        switch self {
        case .checkoutSession: "rak_checkout_session_read"
        case .invoicePayment: "rak_invoice_read"
        case .webhookEndpoint: "rak_webhook_read"
        // Prices were called plans when the permission got its name.
        case .price: "rak_plan_read"
        default: "rak_\(rawValue)_read"
        }
    }

    /// The list's filters besides paging and `created`, as Stripe documents them.
    var filters: Set<String> {
        switch self {
        case .charge: ["customer", "payment_intent", "transfer_group"]
        case .checkoutSession:
            ["customer", "customer_details[email]", "payment_intent", "payment_link", "status", "subscription"]
        case .customer: ["email"]
        case .dispute, .refund: ["charge", "payment_intent"]
        case .event: ["delivery_success", "type", "types[]"]
        case .invoice: ["collection_method", "customer", "status", "subscription"]
        case .invoicePayment: ["invoice", "payment[payment_intent]", "payment[type]", "status"]
        case .paymentIntent: ["customer"]
        case .price: ["active", "currency", "product", "type"]
        case .subscription: ["collection_method", "customer", "status"]
        case .webhookEndpoint: []
        }
    }

    /// The values that the `status` filter takes; others are refused.
    var statusValues: [String] {
        switch self {
        case .checkoutSession: ["open", "complete", "expired"]
        case .invoice: ["draft", "open", "paid", "uncollectible", "void"]
        case .invoicePayment: ["canceled", "open", "paid"]
        case .subscription:
            [
                "active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused",
                "trialing", "unpaid",
            ]
        default: []
        }
    }

    /// Members that hold the id of another listed object in this shape, which `expand[]` replaces by the object.
    func expandable(in shape: APIShape) -> [String: ObjectKind] {
        let former: [String: ObjectKind] =
            switch self {
            case .charge, .paymentIntent: ["invoice": .invoice]
            case .invoice: ["charge": .charge, "payment_intent": .paymentIntent, "subscription": .subscription]
            default: [:]
            }
        return shape == .current ? expandable : expandable.merging(former) { known, _ in known }
    }

    private var expandable: [String: ObjectKind] {
        switch self {
        case .charge: ["customer": .customer, "payment_intent": .paymentIntent]
        case .checkoutSession:
            [
                "customer": .customer, "invoice": .invoice, "payment_intent": .paymentIntent,
                "subscription": .subscription,
            ]
        case .dispute, .refund: ["charge": .charge, "payment_intent": .paymentIntent]
        case .invoice: ["customer": .customer]
        case .invoicePayment: ["invoice": .invoice]
        case .paymentIntent: ["customer": .customer, "latest_charge": .charge]
        case .subscription: ["customer": .customer, "latest_invoice": .invoice]
        case .customer, .event, .price, .webhookEndpoint: [:]
        }
    }
}
