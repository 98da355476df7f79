/// How failed requests are repeated.
public struct RetryPolicy: Sendable, Hashable {
    /// The most times one request is sent, for failures other than rate limiting.
    public var attempts = 6
    /// The longest pause before the first repetition; doubled each time.
    public var firstPause: Duration = .milliseconds(500)
    /// The longest pause that is chosen here.
    public var longestPause: Duration = .seconds(30)
    /// The longest `Retry-After` that is waited for; beyond it the request has failed.
    public var longestRetryAfter: Duration = .seconds(300)
    /// How long one request is repeated while Stripe answers only that there are too many.
    public var rateLimitPatience: Duration = .seconds(600)
    /// The most repetitions in a run, rate limiting not counted: an outage is not hammered.
    public var repetitionsPerRun = 500

    /// The usual patience.
    public init() {}
}
