/// A standing order whose invoices the account collects.
public struct Subscription: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.subscription

    /// `sub_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// `cus_…`.
    public var customer: String
    /// `active`, `past_due`, `canceled`, `trialing`, …
    public var status = "active"
    /// Minor units for each period.
    public var amount: Int64
    /// Three letters, lower case.
    public var currency: String
    /// `in_…`.
    public var latestInvoice: String?
    /// Unix seconds; on the items from basil on.
    public var currentPeriodStart: Int64
    /// Unix seconds; on the items from basil on.
    public var currentPeriodEnd: Int64
    /// Unix seconds, when it was ended.
    public var canceledAt: Int64?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// An active monthly subscription; amount in minor units.
    public init(_ id: String, customer: String, amount: Int64, currency: String = "usd", at created: Int64) {
        self.id = id
        self.created = created
        self.customer = customer
        self.amount = amount
        self.currency = currency
        self.currentPeriodStart = created
        self.currentPeriodEnd = created + 30 * 86_400
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "collection_method": "charge_automatically"
        case "customer": customer
        case "latest_invoice": latestInvoice
        case "status": status
        default: nil
        }
    }

    /// All members of a subscription.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "subscription")
        writer.nulls("application", "application_fee_percent")
        writer.fixed("automatic_tax", #"{"disabled_reason":null,"enabled":false,"liability":null}"#)
        writer.field("billing_cycle_anchor", created)
        writer.nulls("billing_cycle_anchor_config")
        writer.fixed("billing_mode", #"{"flexible":null,"type":"classic"}"#)
        writer.nulls("billing_schedules", "billing_thresholds", "cancel_at")
        writer.field("cancel_at_period_end", false)
        writer.field("canceled_at", canceledAt)
        writer.fixed("cancellation_details", #"{"comment":null,"feedback":null,"reason":null}"#)
        writer.field("collection_method", "charge_automatically")
        writer.field("created", created)
        writer.field("currency", currency)
        writer.field("customer", customer)
        writer.nulls("customer_account", "days_until_due", "default_payment_method", "default_source")
        writer.fixed("default_tax_rates", "[]")
        writer.nulls("description")
        writer.fixed("discounts", "[]")
        writer.field("ended_at", canceledAt)
        writer.fixed(
            "invoice_settings",
            #"{"account_tax_ids":null,"custom_fields":null,"description":null,"footer":null,"issuer":{"type":"self"}}"#
        )
        writer.list("items", url: "/v1/subscription_items?subscription=\(id)", [renderItem])
        writer.field("latest_invoice", latestInvoice)
        writer.field("livemode", writer.livemode)
        writer.fixed("managed_payments", #"{"enabled":false}"#)
        writer.field("metadata", json: metadata)
        writer.nulls("next_pending_invoice_item_invoice", "on_behalf_of", "pause_collection")
        writer.fixed(
            "payment_settings",
            #"{"payment_method_options":null,"payment_method_types":null,"save_default_payment_method":"off"}"#
        )
        writer.nulls("pending_invoice_item_interval", "pending_setup_intent", "pending_update", "schedule")
        writer.field("start_date", created)
        writer.field("status", status)
        writer.nulls("test_clock", "transfer_data", "trial_end")
        writer.fixed("trial_settings", #"{"end_behavior":{"missing_payment_method":"create_invoice"}}"#)
        writer.nulls("trial_start")
        if writer.shape == .beforeBasil {
            renderPeriod(into: &writer)
            writer.nulls("discount")
        }
    }

    private func renderItem(into item: inout ObjectWriter) {
        item.field("id", "si_" + id.dropFirst(4))
        item.field("object", "subscription_item")
        item.nulls("billing_thresholds")
        item.field("created", created)
        if item.shape == .current { renderPeriod(into: &item) }
        item.fixed("discounts", "[]")
        item.fixed("metadata", "{}")
        item.object("price") { price in
            price.field("id", "price_\(currency)_\(amount)")
            price.field("object", "price")
            price.field("currency", currency)
            price.field("type", "recurring")
            price.field("unit_amount", amount)
        }
        item.field("quantity", 1)
        item.field("subscription", id)
        item.fixed("tax_rates", "[]")
    }

    private func renderPeriod(into writer: inout ObjectWriter) {
        writer.field("current_period_end", currentPeriodEnd)
        writer.field("current_period_start", currentPeriodStart)
    }
}
