import Reconciliation

/// What was asked of Stripe so far: Stripe budgets reads by the month, so a run says what it used.
public struct RequestUsage: Sendable, Hashable {
    /// An endpoint and the status it answered with.
    public struct Outcome: Sendable, Hashable, Comparable {
        /// The endpoint, for example `checkout/sessions`.
        public let endpoint: String
        /// The status; nil when no answer came.
        public let status: Int?

        /// By endpoint, then by status.
        public static func < (left: Outcome, right: Outcome) -> Bool {
            (left.endpoint, left.status ?? 0) < (right.endpoint, right.status ?? 0)
        }
    }

    /// How many requests were sent, by endpoint and status.
    public internal(set) var requests: [Outcome: Int] = [:]
    /// How many of them repeated a failed one.
    public internal(set) var repetitions = 0
    /// Bytes of all bodies, decompressed.
    public internal(set) var bytes = 0
    /// Seconds that this machine's clock is ahead of Stripe's, by the first answer's `Date`; nil before it.
    public internal(set) var clockSkew: Int64?

    /// Nothing yet.
    public init() {}

    /// How many requests were sent in all.
    public var total: Int { requests.values.reduce(0, +) }
}
