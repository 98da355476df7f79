import Reconciliation
import StripeAPI

/// How much a backfill will probably read, asked of Stripe before it begins: the newest page of each quarter of each list
/// tells how close its records lie. That costs four requests a list, or one where a page holds all of it.
struct ReadEstimate {
    /// Requests, what the estimate cost not counted.
    private(set) var requests: Int64 = 0
    private(set) var objects: Int64 = 0
    private var charges: Int64 = 0
    /// Pages of the list that has most of them.
    private var longest: Int64 = 0

    /// The estimate of a backfill over that period.
    ///
    /// - Throws: `StripeError`.
    init(of period: Period, by stripe: StripeClient) async throws {
        let counts = try await withThrowingTaskGroup(of: (RecordKind, Int64).self) { group in
            for kind in Collection.listed {
                group.addTask {
                    (kind, try await Self.objects(of: kind, Collection.span(of: kind, in: period), by: stripe))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (kind, objects) in counts {
            let pages = max(1, (objects + 99) / 100)
            self.objects += objects
            requests += pages
            longest = max(longest, pages)
            if kind == .charge { charges = objects }
        }
    }

    /// How many objects of a kind there probably are.
    private static func objects(of kind: RecordKind, _ span: Range<Instant>, by stripe: StripeClient) async throws
        -> Int64
    {
        let quarter = (span.upperBound - span.lowerBound + 3) / 4
        var sum: Int64 = 0
        var end = span.upperBound
        while end > span.lowerBound {
            // A page that holds all that is left needs no further question.
            let page = try await stripe.firstPage(
                of: kind,
                created: span.lowerBound..<end,
                filters: Collection.filters(of: kind)
            )
            guard page.hasMore, page.count > 0 else { return sum + Int64(page.count) }
            let covered = max(1, end - page.created(row: page.count - 1))
            let step = min(max(quarter, covered), end - span.lowerBound)
            sum += Int64(page.count) * step / covered
            end = end - step
        }
        return sum
    }

    /// The estimate against what Stripe allows.
    func allowance(over period: Period) -> ReadAllowance {
        ReadAllowance(requests: requests, objects: objects, charges: charges, days: period.seconds / .day)
    }

    /// The seconds that it takes at those rates.
    func seconds(at rates: RequestRates) -> Int64 {
        let ofLongest = rates.perEndpoint.map { longest / Int64(max(1, $0)) } ?? 0
        return max(ofLongest, rates.overall.map { requests / Int64(max(1, $0)) } ?? 0)
    }

    /// One line of it.
    func sentence(over period: Period, at rates: RequestRates) -> String {
        let allowance = allowance(over: period)
        let share = allowance.percent == 0 ? "less than 1 %" : "\(allowance.percent) %"
        return
            "about \(requests.grouped) requests for \(objects.grouped) objects, \(share) of what Stripe allows to read"
            + " in 30 days; at least \(SpanOfTime.words(max(1, seconds(at: rates))))"
    }
}
