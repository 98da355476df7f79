/// One intention to take money, over as many attempts (charges) as it takes.
public struct PaymentIntent: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.paymentIntent

    /// `pi_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Minor units asked for.
    public var amount: Int64
    /// Minor units received.
    public var amountReceived: Int64
    /// Three letters, lower case.
    public var currency: String
    /// `succeeded`, `processing`, `requires_payment_method`, `requires_capture`, `canceled`, …
    public var status = "succeeded"
    /// `ch_…` of the last attempt only.
    public var latestCharge: String?
    /// `cus_…`.
    public var customer: String?
    /// `in_…`; rendered in the shape before basil only.
    public var invoice: String?
    /// The code of the last failed attempt.
    public var lastErrorCode: String?
    /// Unix seconds, when it was given up.
    public var canceledAt: Int64?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Offered payment methods.
    public var paymentMethodTypes = ["card"]
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A payment that succeeded with this charge.
    public init(_ id: String, amount: Int64, currency: String = "usd", at created: Int64, charge: String?) {
        self.id = id
        self.created = created
        self.amount = amount
        self.amountReceived = amount
        self.currency = currency
        self.latestCharge = charge
    }

    /// Makes it a payment whose last attempt failed; the buyer may try again.
    public mutating func fail(_ code: String = "card_declined") {
        status = "requires_payment_method"
        amountReceived = 0
        lastErrorCode = code
    }

    /// Makes it a payment by a delayed method that has not settled yet.
    public mutating func startProcessing() {
        status = "processing"
        amountReceived = 0
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "customer": customer
        case "invoice": invoice
        case "latest_charge": latestCharge
        default: nil
        }
    }

    /// All members of a payment intent.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "payment_intent")
        writer.field("amount", amount)
        writer.field("amount_capturable", status == "requires_capture" ? amount : 0)
        writer.fixed("amount_details", #"{"tip":{}}"#)
        writer.field("amount_received", amountReceived)
        writer.nulls("application", "application_fee_amount", "automatic_payment_methods")
        writer.field("canceled_at", canceledAt)
        writer.nulls("cancellation_reason")
        writer.field("capture_method", "automatic_async")
        writer.field("client_secret", "\(id)_secret_simulated")
        writer.field("confirmation_method", "automatic")
        writer.field("created", created)
        writer.field("currency", currency)
        writer.field("customer", customer)
        writer.nulls("customer_account", "description", "excluded_payment_method_types")
        if writer.shape == .beforeBasil { writer.field("invoice", invoice) }
        renderLastError(into: &writer)
        writer.field("latest_charge", latestCharge)
        writer.field("livemode", writer.livemode)
        writer.fixed("managed_payments", #"{"enabled":false}"#)
        writer.field("metadata", json: metadata)
        writer.nulls("next_action", "on_behalf_of")
        writer.field("payment_method", status == "requires_payment_method" ? nil : "pm_card_visa")
        writer.nulls("payment_method_configuration_details")
        writer.fixed("payment_method_options", "{}")
        writer.field("payment_method_types", json: .array(paymentMethodTypes.map { .string($0) }))
        writer.nulls("processing", "receipt_email", "review", "setup_future_usage", "shipping", "source")
        writer.nulls("statement_descriptor", "statement_descriptor_suffix")
        writer.field("status", status)
        writer.nulls("transfer_data", "transfer_group")
    }

    private func renderLastError(into writer: inout ObjectWriter) {
        guard let lastErrorCode else { return writer.nulls("last_payment_error") }
        writer.object("last_payment_error") { error in
            error.field("charge", latestCharge)
            error.field("code", lastErrorCode)
            error.field("decline_code", "generic_decline")
            error.field("message", "The payment was declined.")
            error.field("type", "card_error")
        }
    }
}
