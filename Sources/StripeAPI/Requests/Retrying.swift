/// Decides for one request whether and when it is sent again.
struct Retrying {
    private let policy: RetryPolicy
    private var failures = 0
    private var rateLimitedSince: Duration?
    private(set) var attempts = 0

    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// The pause before the request is sent again; nil when it has failed for good.
    ///
    /// - Parameters:
    ///   - now: time as ``RequestClock/elapsed`` tells it.
    ///   - chance: a number from 0 to 1: pauses are drawn from nothing up to their limit, so that many clients that failed
    ///     together do not come back together.
    mutating func pause(after failure: AttemptFailure, at now: Duration, chance: Double) -> Duration? {
        attempts += 1
        switch failure.persistence {
        case .final:
            return nil
        case .transient:
            failures += 1
            rateLimitedSince = nil
            guard failures < policy.attempts else { return nil }
        case .rateLimited:
            let since = rateLimitedSince ?? now
            rateLimitedSince = since
            guard now - since < policy.rateLimitPatience else { return nil }
        }
        let doublings = min(attempts - 1, 16)
        let drawn = min(policy.firstPause * (1 << doublings), policy.longestPause) * chance
        guard let asked = failure.retryAfter else { return drawn }
        return asked > policy.longestRetryAfter ? nil : max(asked, drawn)
    }
}

/// Why one attempt at a request gave nothing.
struct AttemptFailure: Error {
    enum Persistence: Equatable {
        /// It would fail again.
        case final
        /// It may pass.
        case transient
        /// It passes with patience.
        case rateLimited
    }

    let persistence: Persistence
    /// How long Stripe asks to wait (`Retry-After`).
    let retryAfter: Duration?
    /// The limit that a 429 names; nil for every other failure, and for a 429 that names none.
    let limit: RateLimitReason?
    /// What is thrown when it was the last attempt.
    let error: StripeError

    init(
        _ persistence: Persistence,
        _ error: StripeError,
        retryAfter: Duration? = nil,
        limit: RateLimitReason? = nil
    ) {
        self.persistence = persistence
        self.error = error
        self.retryAfter = retryAfter
        self.limit = limit
    }
}
