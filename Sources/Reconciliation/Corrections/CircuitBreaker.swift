/// Credit purchases of one UTC day as a run saw them.
public struct PurchaseDay: Hashable, Sendable {
    /// The first second of the day.
    public var day: Instant
    /// Paid credit purchases.
    public var paid: Int64
    /// Of these, how many the ledger shows no grant for.
    public var ungranted: Int64

    /// A day of those figures.
    public init(day: Instant, paid: Int64, ungranted: Int64) {
        self.day = day
        self.paid = paid
        self.ungranted = ungranted
    }
}

/// Keeps a run from granting everything: when most purchases look ungranted, the database is the wrong one, the mapping
/// is wrong, or the role sees no rows, far more often than a webhook was down for weeks.
///
/// It looks at the trailing 30 days whatever the period, so that a backfill over nothing but an outage passes.
public struct CircuitBreaker: Hashable, Sendable {
    /// How many days back purchases count.
    public static let days: Int64 = 30
    /// Fewer ungranted purchases than this never trip it.
    public var mostUngranted: Int64

    /// The breaker; it trips at so many ungranted purchases if they are more than half.
    public init(mostUngranted: Int64 = 20) { self.mostUngranted = mostUngranted }

    /// Why nothing may be granted, in a sentence; nil where the figures are those of a ledger in use.
    public func verdict(on days: [PurchaseDay]) -> String? {
        let paid = days.reduce(0) { $0 + $1.paid }
        let ungranted = days.reduce(0) { $0 + $1.ungranted }
        guard ungranted >= mostUngranted, ungranted > paid - ungranted else { return nil }
        return "\(ungranted) of \(paid) credit purchases of the last \(Self.days) days look ungranted"
    }
}

extension CorrectionPlan {
    /// The plan with every grant held.
    public func trippingCircuitBreaker() -> CorrectionPlan { holding { _ in .circuitBreaker } }
}
