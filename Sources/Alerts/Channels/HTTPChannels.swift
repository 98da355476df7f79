import HTTPTransport
import Reconciliation

/// A Slack channel, by its incoming webhook.
public struct SlackChannel: Channel {
    /// `Slack`.
    public let name = "Slack"
    private let post: JSONPost

    /// A channel of that webhook, whose address is a secret.
    public init(webhook: Secret, over transport: HTTPTransport) {
        post = JSONPost(address: webhook, transport: transport)
    }

    /// One message.
    public func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure) {
        try await post.send(SlackMessage(bulletin))
    }
}

/// A PagerDuty service, which calls somebody for what is at least an error.
public struct PagerDutyChannel: Channel {
    /// `PagerDuty`.
    public let name = "PagerDuty"
    private let routingKey: Secret
    private let post: JSONPost

    /// A channel of that integration.
    ///
    /// - Parameter address: of the Events API; another one for customers in the EU.
    public init(
        routingKey: Secret,
        address: String,
        over transport: HTTPTransport
    ) {
        self.routingKey = routingKey
        post = JSONPost(address: Secret(address), transport: transport)
    }

    /// What is at least an error, or is over.
    public func takes(_ bulletin: Bulletin) -> Bool {
        !PagerDutyEvent.events(of: bulletin, routingKey: "").isEmpty
    }

    /// One event for each alert; the same event twice is one incident.
    public func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure) {
        for event in PagerDutyEvent.events(of: bulletin, routingKey: routingKey.revealed()) {
            try await post.send(event)
        }
    }
}

/// Whatever takes JSON: signed the Standard Webhooks way, or in the form of a chat.
public struct WebhookChannel: Channel {
    /// `webhook`.
    public let name = "webhook"
    private let post: JSONPost
    private let format: WebhookFormat
    private let signature: WebhookSignature?

    /// A channel to that address.
    ///
    /// - Parameter secret: `whsec_` and Base64; without it nothing is signed.
    /// - Returns: nil when the secret is none.
    public init?(address: Secret, format: WebhookFormat, secret: Secret?, over transport: HTTPTransport) {
        post = JSONPost(address: address, transport: transport)
        self.format = format
        guard let secret else {
            signature = nil
            return
        }
        guard let signature = WebhookSignature(secret: secret.revealed()) else { return nil }
        self.signature = signature
    }

    /// One message. Its id is the same at every try, so that the other side may leave repeats out.
    public func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure) {
        let body =
            switch format {
            case .standard: try JSONPost.bytes(of: StandardMessage(bulletin))
            case .teams: try JSONPost.bytes(of: TeamsMessage(bulletin))
            case .discord: try JSONPost.bytes(of: DiscordMessage(bulletin))
            }
        let timestamp = bulletin.toldAt.secondsSinceEpoch
        let id = "msg_\(bulletin.run?.text ?? "tieout")_\(timestamp)"
        var headers: [HTTPRequest.Field] = [.init("webhook-id", id), .init("webhook-timestamp", String(timestamp))]
        if let signature {
            headers.append(.init("webhook-signature", signature.of(id: id, timestamp: timestamp, body: body)))
        }
        try await post.send(body, headers: headers)
    }
}
