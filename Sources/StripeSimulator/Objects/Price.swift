/// What something is sold for: an amount of one currency, once or again and again.
public struct Price: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.price

    /// `price_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Minor units; nil for a price without one amount, such as one in tiers.
    public var unitAmount: Int64?
    /// Three letters, lower case.
    public var currency: String
    /// `prod_…`.
    public var product: String
    /// Whether it may still be sold at.
    public var isActive = true
    /// Whether it is paid every month instead of once.
    public var isRecurring = false
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// An active price that is paid once.
    public init(
        _ id: String,
        amount unitAmount: Int64?,
        currency: String = "usd",
        at created: Int64 = 0,
        of product: String = "prod_credits"
    ) {
        self.id = id
        self.created = created
        self.unitAmount = unitAmount
        self.currency = currency
        self.product = product
    }

    /// What filters compare with.
    public func member(_ name: String) -> String? {
        switch name {
        case "active": isActive ? "true" : "false"
        case "currency": currency
        case "product": product
        case "type": type
        default: nil
        }
    }

    private var type: String { isRecurring ? "recurring" : "one_time" }

    /// All members of a price.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "price")
        writer.field("active", isActive)
        writer.field("billing_scheme", unitAmount == nil ? "tiered" : "per_unit")
        writer.field("created", created)
        writer.field("currency", currency)
        writer.nulls("custom_unit_amount")
        writer.field("livemode", writer.livemode)
        writer.nulls("lookup_key")
        writer.fixed("metadata", "{}")
        writer.nulls("nickname")
        writer.field("product", product)
        if isRecurring {
            writer.fixed(
                "recurring",
                #"{"interval":"month","interval_count":1,"meter":null,"trial_period_days":null,"usage_type":"licensed"}"#
            )
        } else {
            writer.nulls("recurring")
        }
        writer.field("tax_behavior", "unspecified")
        writer.field("tiers_mode", unitAmount == nil ? "graduated" : nil)
        writer.nulls("transform_quantity")
        writer.field("type", type)
        writer.field("unit_amount", unitAmount)
        writer.field("unit_amount_decimal", unitAmount.map { "\($0)" })
    }
}
