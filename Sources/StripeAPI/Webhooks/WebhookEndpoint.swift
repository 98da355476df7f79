/// Where Stripe delivers events (`/v1/webhook_endpoints`).
public struct WebhookEndpoint: Hashable, Sendable, Decodable {
    /// `we_…`.
    public let id: String
    /// Whether Stripe delivers to it (`status`): after days of failures Stripe switches it off.
    public let isEnabled: Bool
    /// The types that it takes (`enabled_events`); `*` for all.
    public let eventTypes: [String]
    /// Where it is (`url`); nil where it was not asked for.
    public let url: String?
    /// The version in which Stripe renders what it sends there (`api_version`); nil for that of each event.
    public let apiVersion: String?

    private enum Key: String, CodingKey {
        case id, status, url
        case eventTypes = "enabled_events"
        case apiVersion = "api_version"
    }

    /// An endpoint of those parts.
    public init(id: String, isEnabled: Bool, eventTypes: [String], url: String? = nil, apiVersion: String? = nil) {
        (self.id, self.isEnabled, self.eventTypes) = (id, isEnabled, eventTypes)
        (self.url, self.apiVersion) = (url, apiVersion)
    }

    /// Decodes an endpoint.
    ///
    /// - Throws: `DecodingError` when a field is not as Stripe documents it.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        id = try object.decode(String.self, forKey: .id)
        isEnabled = try object.decode(String.self, forKey: .status) == "enabled"
        eventTypes = try object.decode([String].self, forKey: .eventTypes)
        url = try object.decodeIfPresent(String.self, forKey: .url)
        apiVersion = try object.decodeIfPresent(String.self, forKey: .apiVersion)
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
