/// Which of Stripe's limits a 429 names in `Stripe-Rate-Limited-Reason`.
enum RateLimitReason: Hashable, Sendable {
    /// The account's requests a second (`global-rate`).
    case overallRate
    /// The account's requests at once (`global-concurrency`).
    case overallConcurrency
    /// The endpoint's requests a second (`endpoint-rate`).
    case endpointRate
    /// The endpoint's requests at once (`endpoint-concurrency`).
    case endpointConcurrency
    /// One object's own limit, or a reason that is not known here: no reason to ask less of anything else.
    case other

    /// The reason of that header.
    init(_ text: String) {
        self =
            switch text {
            case "global-rate": .overallRate
            case "global-concurrency": .overallConcurrency
            case "endpoint-rate": .endpointRate
            case "endpoint-concurrency": .endpointConcurrency
            default: .other
            }
    }

    /// Whether it is about the whole account.
    var isOverall: Bool { self == .overallRate || self == .overallConcurrency }
}
