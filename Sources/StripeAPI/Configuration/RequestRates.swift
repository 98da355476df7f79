/// How many requests a second are made; nil for no limit.
public struct RequestRates: Sendable, Hashable {
    /// To one endpoint, for example `charges`.
    public var perEndpoint: Int?
    /// In all.
    public var overall: Int?
    /// How many requests may be under way or wait for their moment at once.
    public var concurrency: Int

    /// Those limits.
    public init(perEndpoint: Int?, overall: Int?, concurrency: Int = 48) {
        self.perEndpoint = perEndpoint
        self.overall = overall
        self.concurrency = concurrency
    }

    /// What Stripe allows by default: 25 to each endpoint; 100 in all, in a sandbox 25.
    public static func allowed(for mode: KeyMode) -> RequestRates {
        RequestRates(perEndpoint: 25, overall: mode == .live ? 100 : 25)
    }

    /// No limit, for a server on this machine.
    public static let unlimited = RequestRates(perEndpoint: nil, overall: nil)
}
