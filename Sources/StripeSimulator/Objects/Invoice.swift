/// A bill, mostly of a subscription.
public struct Invoice: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.invoice

    /// `in_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Minor units to be paid.
    public var amountDue: Int64
    /// Minor units paid; from basil on with what was paid outside Stripe.
    public var amountPaid: Int64 = 0
    /// Three letters, lower case.
    public var currency: String
    /// `draft`, `open`, `paid`, `uncollectible` or `void`.
    public var status: String? = "draft"
    /// `subscription_create`, `subscription_cycle`, `manual`, …
    public var billingReason: String? = "subscription_cycle"
    /// `charge_automatically` or `send_invoice`.
    public var collectionMethod = "charge_automatically"
    /// `cus_…`.
    public var customer: String?
    /// `sub_…`.
    public var subscription: String?
    /// `pi_…` of the first payment; rendered in the shape before basil only.
    public var paymentIntent: String?
    /// `ch_…` of the first payment; rendered in the shape before basil only.
    public var charge: String?
    /// Whether it was marked as paid without Stripe.
    public var paidOutOfBand = false
    /// How often Stripe has tried to collect it.
    public var attemptCount: Int64 = 0
    /// Unix seconds.
    public var dueDate: Int64?
    /// Unix seconds of leaving `draft`.
    public var finalizedAt: Int64?
    /// Unix seconds of payment.
    public var paidAt: Int64?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A draft; amounts in minor units.
    public init(_ id: String, amount: Int64, currency: String = "usd", at created: Int64, subscription: String? = nil) {
        self.id = id
        self.created = created
        self.amountDue = amount
        self.currency = currency
        self.subscription = subscription
    }

    /// Finalises the draft: it can now be paid.
    public mutating func finalize(at instant: Int64) {
        status = "open"
        finalizedAt = instant
    }

    /// Pays it in full.
    public mutating func pay(at instant: Int64, paymentIntent: String?, charge: String?) {
        status = "paid"
        amountPaid = amountDue
        paidAt = instant
        attemptCount += 1
        finalizedAt = finalizedAt ?? instant
        self.paymentIntent = paymentIntent
        self.charge = charge
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "charge": charge
        case "collection_method": collectionMethod
        case "customer": customer
        case "payment_intent": paymentIntent
        case "status": status
        case "subscription": subscription
        default: nil
        }
    }

    /// All members of an invoice, in the shape that the version asks for.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "invoice")
        writer.field("account_country", "US")
        writer.nulls("account_name", "account_tax_ids")
        writer.field("amount_due", amountDue)
        writer.field("amount_paid", amountPaid)
        writer.field("amount_remaining", status == "void" ? 0 : amountDue - amountPaid)
        writer.field("amount_shipping", 0)
        writer.nulls("application")
        writer.field("attempt_count", attemptCount)
        writer.field("attempted", attemptCount > 0)
        writer.field("auto_advance", status == "draft" || status == "open")
        writer.fixed("automatic_tax", Self.automaticTax)
        writer.nulls("automatically_finalizes_at")
        writer.field("billing_reason", billingReason)
        writer.field("collection_method", collectionMethod)
        writer.field("created", created)
        writer.field("currency", currency)
        writer.nulls("custom_fields")
        writer.field("customer", customer)
        writer.nulls("customer_account", "customer_address", "customer_email", "customer_name", "customer_phone")
        writer.nulls("customer_shipping")
        writer.field("customer_tax_exempt", "none")
        writer.fixed("customer_tax_ids", "[]")
        writer.nulls("default_payment_method", "default_source")
        writer.fixed("default_tax_rates", "[]")
        writer.nulls("description")
        writer.fixed("discounts", "[]")
        writer.field("due_date", dueDate)
        writer.field("effective_at", finalizedAt)
        writer.nulls("ending_balance", "footer", "from_invoice", "hosted_invoice_url", "invoice_pdf")
        writer.fixed("issuer", #"{"type":"self"}"#)
        writer.nulls("last_finalization_error", "latest_revision")
        renderLines(into: &writer)
        writer.field("livemode", writer.livemode)
        writer.field("metadata", json: metadata)
        writer.field("next_payment_attempt", status == "open" && attemptCount > 0 ? created + 3 * 86_400 : nil)
        writer.field("number", status == "draft" ? nil : "TIEOUT-\(id.suffix(4))")
        writer.nulls("on_behalf_of")
        renderOrigin(into: &writer)
        writer.fixed(
            "payment_settings",
            #"{"default_mandate":null,"payment_method_options":null,"payment_method_types":null}"#
        )
        writer.field("period_end", created)
        writer.field("period_start", created - 30 * 86_400)
        writer.field("post_payment_credit_notes_amount", 0)
        writer.field("pre_payment_credit_notes_amount", 0)
        writer.nulls("receipt_number", "rendering", "shipping_cost", "shipping_details")
        writer.field("starting_balance", 0)
        writer.nulls("statement_descriptor")
        writer.field("status", status)
        renderTransitions(into: &writer)
        writer.field("subtotal", amountDue)
        writer.field("subtotal_excluding_tax", amountDue)
        writer.nulls("test_clock")
        writer.field("total", amountDue)
        writer.fixed("total_discount_amounts", "[]")
        writer.field("total_excluding_tax", amountDue)
        writer.fixed("total_pretax_credit_amounts", "[]")
        writer.field("webhooks_delivered_at", finalizedAt)
    }

    private static let automaticTax: StaticString =
        #"{"disabled_reason":null,"enabled":false,"liability":null,"provider":null,"status":null}"#
}
