/// A buyer's bank taking the money back, or asking about it.
public struct Dispute: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.dispute

    /// `dp_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Minor units in dispute.
    public var amount: Int64
    /// Three letters, lower case.
    public var currency: String
    /// `ch_…`.
    public var charge: String
    /// `pi_…`.
    public var paymentIntent: String?
    /// `needs_response`, `under_review`, `won`, `lost`, `warning_…`, `prevented`.
    public var status: String
    /// `fraudulent`, `product_not_received`, …
    public var reason = "fraudulent"
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A dispute of a charge. The charge's own flag is not touched: see `StripeAccount.dispute`.
    public init(
        _ id: String,
        of charge: String,
        paymentIntent: String?,
        amount: Int64,
        currency: String = "usd",
        at created: Int64,
        status: String = "needs_response"
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

    /// All members of a dispute.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "dispute")
        writer.field("amount", amount)
        writer.fixed("balance_transactions", "[]")
        writer.field("charge", charge)
        writer.field("created", created)
        writer.field("currency", currency)
        writer.fixed("enhanced_eligibility_types", "[]")
        writer.fixed("evidence", Self.noEvidence)
        writer.object("evidence_details") { details in
            details.field("due_by", created + 9 * 86_400)
            details.fixed("enhanced_eligibility", "{}")
            details.field("has_evidence", status == "under_review" || status == "won")
            details.field("past_due", false)
            details.field("submission_count", status == "needs_response" ? 0 : 1)
        }
        writer.field("is_charge_refundable", status.hasPrefix("warning_"))
        writer.field("livemode", writer.livemode)
        writer.field("metadata", json: metadata)
        writer.field("payment_intent", paymentIntent)
        writer.fixed("payment_method_details", Self.card)
        writer.field("reason", reason)
        writer.field("status", status)
    }

    private static let card: StaticString =
        #"{"card":{"brand":"visa","case_type":"chargeback","network":"visa","network_reason_code":"10.4"},"type":"card"}"#

    private static let noEvidence: StaticString = """
        {"access_activity_log":null,"billing_address":null,"cancellation_policy":null,\
        "cancellation_policy_disclosure":null,"cancellation_rebuttal":null,"customer_communication":null,\
        "customer_email_address":null,"customer_name":null,"customer_purchase_ip":null,"customer_signature":null,\
        "duplicate_charge_documentation":null,"duplicate_charge_explanation":null,"duplicate_charge_id":null,\
        "enhanced_evidence":{},"product_description":null,"receipt":null,"refund_policy":null,\
        "refund_policy_disclosure":null,"refund_refusal_explanation":null,"service_date":null,\
        "service_documentation":null,"shipping_address":null,"shipping_carrier":null,"shipping_date":null,\
        "shipping_documentation":null,"shipping_tracking_number":null,"uncategorized_file":null,\
        "uncategorized_text":null}
        """
}
