import Synchronization

/// Refuses what comes faster than Stripe allows: a bucket of tokens for each endpoint and one for the account.
///
/// A bucket holds a second's worth and fills evenly, so what is spaced evenly is never refused.
public final class RateLimits: Sendable {
    /// How many requests a second are allowed; nil for no limit.
    public struct Rates: Sendable, Equatable {
        /// To one endpoint; Stripe's default is 25.
        public var perEndpoint: Int?
        /// In all; Stripe's default is 100, in a sandbox 25.
        public var overall: Int?

        /// Those limits.
        public init(perEndpoint: Int? = nil, overall: Int? = nil) {
            self.perEndpoint = perEndpoint
            self.overall = overall
        }
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: Duration

        mutating func take(rate: Int, at now: Duration) -> Bool {
            tokens = min(Double(rate), tokens + (now - filledAt) / .seconds(1) * Double(rate))
            filledAt = now
            guard tokens >= 1 else { return false }
            tokens -= 1
            return true
        }
    }

    private let rates: Rates
    private let elapsed: @Sendable () -> Duration
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ rates: Rates, elapsed: @escaping @Sendable () -> Duration) {
        self.rates = rates
        self.elapsed = elapsed
    }

    /// Time since it was asked for, by the machine's clock.
    public static func machineTime() -> @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    /// 429 with the limit's name when the request is one too many; nil when it may be answered.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let now = elapsed()
        let endpoint = API.route(request.path)?.0.path ?? request.path
        let reason = buckets.withLock { buckets -> String? in
            if let rate = rates.perEndpoint, !Self.take(&buckets[endpoint], rate, now) { return "endpoint-rate" }
            if let rate = rates.overall, !Self.take(&buckets[""], rate, now) { return "global-rate" }
            return nil
        }
        return reason.flatMap { Fault.status(429, headers: ["Stripe-Rate-Limited-Reason": $0]).answer(request) }
    }

    private static func take(_ bucket: inout Bucket?, _ rate: Int, _ now: Duration) -> Bool {
        var full = bucket ?? Bucket(tokens: Double(rate), filledAt: now)
        defer { bucket = full }
        return full.take(rate: rate, at: now)
    }
}
