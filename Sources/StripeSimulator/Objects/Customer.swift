/// A buyer as Stripe knows them.
public struct Customer: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.customer

    /// `cus_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Mail address.
    public var email: String?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON
    /// Whether the customer was deleted; Stripe then answers with the id and that it was.
    public var isDeleted = false
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A customer.
    public init(_ id: String, email: String?, at created: Int64, metadata: JSON = [:]) {
        self.id = id
        self.created = created
        self.email = email
        self.metadata = metadata
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        name == "email" ? email : nil
    }

    /// All members of a customer.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "customer")
        if isDeleted { return writer.field("deleted", true) }
        writer.nulls("address")
        writer.field("balance", 0)
        writer.field("created", created)
        writer.nulls("currency", "default_source")
        writer.field("delinquent", false)
        writer.nulls("description", "discount")
        writer.field("email", email)
        writer.field("invoice_prefix", "\(id.suffix(8))".uppercased())
        writer.fixed(
            "invoice_settings",
            #"{"custom_fields":null,"default_payment_method":null,"footer":null,"rendering_options":null}"#
        )
        writer.field("livemode", writer.livemode)
        writer.field("metadata", json: metadata)
        writer.nulls("name")
        writer.field("next_invoice_sequence", 1)
        writer.nulls("phone")
        writer.fixed("preferred_locales", "[]")
        writer.nulls("shipping")
        writer.field("tax_exempt", "none")
        writer.nulls("test_clock")
    }
}
