import Reconciliation
import StripeAPI

/// What a collection will probably ask of Stripe, against what Stripe allows.
///
/// Stripe budgets reads over 30 days: 500 for each transaction, and 10,000 for every account at least.
struct ReadAllowance: Equatable {
    /// Requests that the whole collection will probably have made.
    let requests: Int64
    /// Objects that it will probably have read.
    let objects: Int64
    /// Reads that Stripe allows in 30 days, by the charges in the window: at least.
    let allowance: Int64

    /// A collection that would use more than this share of the allowance, in percent, is worth a warning.
    static let warningPercent: Int64 = 10

    /// The estimate by what has been read so far; nil before each list has a page and a tenth of the time is covered:
    /// the newest page alone says little, since sales are bursty.
    ///
    /// - Parameters:
    ///   - requests: made so far.
    ///   - days: how long the window is.
    init?(_ coverage: ListingCoverage, requests: Int, days: Int64) {
        guard coverage.perMille >= 100, let left = coverage.left else { return nil }
        let charges = coverage.lists[.charge].map { $0.read + ($0.left ?? 0) } ?? 0
        self.init(
            requests: Int64(requests) + (left + 99) / 100,
            objects: coverage.read + left,
            charges: charges,
            days: days
        )
    }

    /// What so many requests for so many objects are, against what that many charges in so many days allow.
    init(requests: Int64, objects: Int64, charges: Int64, days: Int64) {
        (self.requests, self.objects) = (requests, objects)
        // A longer window has more charges than 30 days have.
        allowance = max(10_000, 500 * charges * 30 / max(30, days))
    }

    /// The share of the allowance that the collection would use, in percent.
    var percent: Int64 { requests * 100 / allowance }

    /// Whether it would use so much that others who read this account might go short.
    var isLarge: Bool { percent > Self.warningPercent }
}
