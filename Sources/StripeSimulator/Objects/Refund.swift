/// Money on its way back to a buyer.
public struct Refund: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.refund

    /// `re_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Minor units.
    public var amount: Int64
    /// Three letters, lower case.
    public var currency: String
    /// `ch_…`.
    public var charge: String?
    /// `pi_…`.
    public var paymentIntent: String?
    /// `succeeded`, `pending`, `requires_action`, `failed` or `canceled`.
    public var status: String?
    /// `requested_by_customer`, `duplicate`, `fraudulent` or null.
    public var reason: String? = "requested_by_customer"
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A refund of a charge, `succeeded` unless said otherwise. The charge's own figures are not touched: see `StripeAccount.refund`.
    public init(
        _ id: String,
        of charge: String?,
        paymentIntent: String?,
        amount: Int64,
        currency: String = "usd",
        at created: Int64,
        status: String = "succeeded"
    ) {
        self.id = id
        self.created = created
        self.amount = amount
        self.currency = currency
        self.charge = charge
        self.paymentIntent = paymentIntent
        self.status = status
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "charge": charge
        case "payment_intent": paymentIntent
        default: nil
        }
    }

    /// All members of a refund.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "refund")
        writer.field("amount", amount)
        writer.field("balance_transaction", status == "succeeded" ? "txn_" + id.dropFirst(3) : nil)
        writer.field("charge", charge)
        writer.field("created", created)
        writer.field("currency", currency)
        writer.nulls("customer", "customer_account")
        writer.fixed("destination_details", #"{"card":{"type":"refund"},"type":"card"}"#)
        if status == "failed" { writer.field("failure_reason", "expired_or_canceled_card") }
        writer.field("metadata", json: metadata)
        writer.field("payment_intent", paymentIntent)
        writer.nulls("payment_method")
        writer.field("reason", reason)
        writer.nulls("receipt_number", "source_transfer_reversal")
        writer.field("status", status)
        writer.nulls("transfer_reversal")
    }
}
