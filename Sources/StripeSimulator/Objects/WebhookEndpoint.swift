/// Where Stripe delivers events to.
public struct WebhookEndpoint: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.webhookEndpoint

    /// `we_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Types of events; `*` for all.
    public var enabledEvents: [String]
    /// Whether Stripe delivers to it.
    public var isEnabled: Bool
    /// Where it is.
    public var url = "https://example.com/webhooks/stripe"
    /// The version in which its events are rendered; nil for the account's.
    public var apiVersion: String?
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// An endpoint for those types.
    public init(_ id: String, for enabledEvents: [String], isEnabled: Bool = true, at created: Int64 = 0) {
        (self.id, self.enabledEvents, self.isEnabled, self.created) = (id, enabledEvents, isEnabled, created)
    }

    /// What filters compare with.
    public func member(_ name: String) -> String? { nil }

    /// All members of a webhook endpoint.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "webhook_endpoint")
        writer.field("api_version", apiVersion)
        writer.nulls("application")
        writer.field("created", created)
        writer.nulls("description")
        writer.field("enabled_events", json: .array(enabledEvents.map { .string($0) }))
        writer.field("livemode", writer.livemode)
        writer.fixed("metadata", "{}")
        writer.field("status", isEnabled ? "enabled" : "disabled")
        writer.field("url", url)
    }
}
