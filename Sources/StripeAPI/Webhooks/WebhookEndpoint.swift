/// Where Stripe delivers events (`/v1/webhook_endpoints`).
public struct WebhookEndpoint: Hashable, Sendable, Decodable {
    /// `we_…`.
    public let id: String
    /// Whether Stripe delivers to it (`status`): after days of failures Stripe switches it off.
    public let isEnabled: Bool
    /// The types that it takes (`enabled_events`); `*` for all.
    public let eventTypes: [String]

    private enum Key: String, CodingKey {
        case id, status
        case eventTypes = "enabled_events"
    }

    /// An endpoint of those parts.
    public init(id: String, isEnabled: Bool, eventTypes: [String]) {
        (self.id, self.isEnabled, self.eventTypes) = (id, isEnabled, eventTypes)
    }

    /// Decodes an endpoint; its address is left aside.
    ///
    /// - Throws: `DecodingError` when a field is not as Stripe documents it.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        id = try object.decode(String.self, forKey: .id)
        isEnabled = try object.decode(String.self, forKey: .status) == "enabled"
        eventTypes = try object.decode([String].self, forKey: .eventTypes)
    }

    /// Whether events of that type are delivered to it while it is enabled.
    public func takes(_ type: String) -> Bool { eventTypes.contains(type) || eventTypes.contains("*") }
}

extension [WebhookEndpoint] {
    /// Whether there are endpoints for one of those types, and all of them are disabled; an endpoint for something else says
    /// nothing, nor does one that was switched off beside another.
    public func hasOnlyDisabled(for types: [String]) -> Bool {
        types.contains { type in
            let meant = filter { $0.takes(type) }
            return !meant.isEmpty && meant.allSatisfy { !$0.isEnabled }
        }
    }
}
