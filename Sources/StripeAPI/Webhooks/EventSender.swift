import HTTPTransport
import Reconciliation

/// Sends events to one webhook endpoint as Stripe does: the same body, headers and signature, one try, no redirect followed.
public struct EventSender: Sendable {
    /// The endpoint.
    public let endpoint: String
    private let signature: StripeSignature
    private let transport: HTTPTransport
    private let mark: String

    /// A sender to that endpoint.
    ///
    /// - Parameters:
    ///   - timeLimit: how long an answer is waited for.
    ///   - mark: what the header `Tieout-Replay` says, so that the application's log can tell a replay from Stripe's own delivery.
    public init(to endpoint: String, signing signature: StripeSignature, timeLimit: Duration, mark: String) {
        (self.endpoint, self.signature, self.mark) = (endpoint, signature, mark)
        var configuration = HTTPTransportConfiguration(userAgent: Self.userAgent)
        configuration.stallTimeout = timeLimit
        configuration.totalTimeout = timeLimit
        configuration.connectTimeout = min(timeLimit, .seconds(10))
        configuration.connectionsPerHost = 1
        configuration.bodyLimit = 4 << 20
        transport = HTTPTransport(configuration)
    }

    /// What Stripe calls itself when it delivers: proxies in front of an endpoint may let nobody else through.
    private static let userAgent = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"

    /// Sends an event once, signed as of that moment.
    public func send(_ event: EventPayload, at now: Instant) async -> EventAnswer {
        let request = HTTPRequest(
            .post,
            url: endpoint,
            headers: [
                .init("Accept", "*/*; q=0.5, application/xml"), .init("Cache-Control", "no-cache"),
                .init("Content-Type", "application/json; charset=utf-8"),
                .init("Stripe-Signature", signature.header(at: now.secondsSinceEpoch, body: event.bytes)),
                .init("Tieout-Replay", mark),
            ],
            body: event.bytes
        )
        do {
            return EventAnswer(try await transport.perform(request))
        } catch {
            return EventAnswer(error)
        }
    }
}

/// What a webhook endpoint made of an event.
public enum EventAnswer: Hashable, Sendable {
    /// It answered, with the first bytes of what it said; Stripe takes any 2xx for delivered and everything else, redirects
    /// included, for failed.
    case answered(status: Int, start: String)
    /// The time limit passed without a whole answer: whether it handled the event is unknown.
    case timedOut(String)
    /// The connection broke before the answer was whole: whether it handled the event is unknown.
    case broken(String)
    /// Nothing was sent: no connection, no such host, no trusted certificate.
    case unreachable(String)

    /// How many bytes of an answer's body are kept.
    private static let keptBytes = 200

    init(_ response: HTTPResponse) {
        let start = String(decoding: response.body.prefix(Self.keptBytes), as: UTF8.self)
        self = .answered(status: response.status, start: KeyRedaction.redacted(start))
    }

    init(_ error: HTTPTransportError) {
        switch error.kind {
        case .timeout(.connect), .resolve, .connect, .tls, .untrusted, .badURL, .invalidRequest, .cancelled, .closed:
            self = .unreachable(error.description)
        case .timeout: self = .timedOut(error.description)
        case .reset, .truncated, .notHTTP, .badEncoding, .tooLarge, .other: self = .broken(error.description)
        }
    }

    /// Whether Stripe would count it as delivered.
    public var isDelivered: Bool {
        if case .answered(200..<300, _) = self { return true }
        return false
    }

    /// Whether it is a redirect, which Stripe does not follow.
    public var isRedirect: Bool {
        if case .answered(300..<400, _) = self { return true }
        return false
    }
}
