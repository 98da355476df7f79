import HTTPTransport

/// How the account is reached: where, with which key, how fast and how patiently.
public struct StripeConfiguration: Sendable {
    /// The version whose shapes are asked for, on every request (`Stripe-Version`).
    public static let pinnedVersion = "2025-08-27.basil"

    /// The address before `/v1`, without a slash at its end.
    public let baseURL: String
    /// The key that reads.
    public let key: StripeKey
    /// How many requests a second are made.
    public var rates: RequestRates
    /// How failed requests are repeated.
    public var retries = RetryPolicy()
    /// The most objects that are asked for on a page; Stripe gives at most 100.
    var pageLimit = 100
    /// Time limits, trust and size limits of the connection.
    public var transport: HTTPTransportConfiguration

    /// An account at that address.
    ///
    /// - Throws: ``StripeConfigurationError`` for an address that is neither `https` nor this machine's loopback, and for
    ///   what is no secret or restricted key.
    public init(
        baseURL: String = "https://api.stripe.com",
        key: Secret,
        transport: HTTPTransportConfiguration = .init()
    ) throws(StripeConfigurationError) {
        do {
            _ = try HTTPOrigin(of: baseURL)
        } catch {
            throw .address(error)
        }
        guard !baseURL.contains("?"), !baseURL.contains("#") else { throw .address(.characters) }
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = try StripeKey(key)
        self.rates = .allowed(for: self.key.mode)
        self.transport = transport
    }
}

/// Why an account cannot be reached as configured; nothing was sent.
public enum StripeConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The address is not accepted.
    case address(InvalidAddress)
    /// The key is none of Stripe's.
    case notAKey
    /// A publishable key, which reads nothing of this.
    case publishableKey
    /// A key of an organization, which needs an account beside it.
    case organizationKey

    /// What is wrong and what to do, without the key.
    public var description: String {
        switch self {
        case .address(let reason): "the Stripe address is not accepted: \(reason)"
        case .notAKey:
            "the Stripe key is no secret or restricted key; such keys begin with sk_ or rk_ and live_ or test_"
        case .publishableKey: "the Stripe key is a publishable one (pk_…); a secret or restricted key is needed"
        case .organizationKey: "the Stripe key belongs to an organization (sk_org_…); use a key of the account itself"
        }
    }
}
