/// One payment of one invoice (from basil on): an invoice may have several, and one payment intent may pay several invoices.
public struct InvoicePayment: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.invoicePayment

    /// `inpay_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// `in_…`.
    public var invoice: String
    /// Minor units asked for.
    public var amountRequested: Int64
    /// Minor units paid; null while open.
    public var amountPaid: Int64?
    /// Three letters, lower case.
    public var currency: String
    /// `open`, `paid` or `canceled`.
    public var status: String
    /// `payment.type`: `payment_intent`, `charge` (only without an intent) or `payment_record` (outside Stripe).
    public var paymentType = "payment_intent"
    /// The id of what paid: `pi_…`, `ch_…` or a payment record.
    public var payment: String
    /// Whether it is the invoice's own payment.
    public var isDefault = true
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A payment of an invoice, `paid` unless said otherwise; amounts in minor units.
    public init(
        _ id: String,
        of invoice: String,
        by payment: String,
        amount: Int64,
        currency: String = "usd",
        at created: Int64,
        status: String = "paid"
    ) {
        self.id = id
        self.created = created
        self.invoice = invoice
        self.amountRequested = amount
        self.amountPaid = status == "paid" ? amount : nil
        self.currency = currency
        self.status = status
        self.payment = payment
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "invoice": invoice
        case "payment[payment_intent]": paymentType == "payment_intent" ? payment : nil
        case "payment[type]": paymentType
        case "status": status
        default: nil
        }
    }

    /// All members of an invoice payment.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "invoice_payment")
        writer.field("amount_paid", amountPaid)
        writer.field("amount_requested", amountRequested)
        writer.field("created", created)
        writer.field("currency", currency)
        writer.field("invoice", invoice)
        writer.field("is_default", isDefault)
        writer.field("livemode", writer.livemode)
        let members = [JSON.Member(paymentType, .string(payment)), JSON.Member("type", .string(paymentType))]
        writer.field("payment", json: .object(members))
        writer.field("status", status)
        writer.object("status_transitions") { transitions in
            transitions.field("canceled_at", status == "canceled" ? created : nil)
            transitions.field("paid_at", status == "paid" ? created : nil)
        }
    }
}
