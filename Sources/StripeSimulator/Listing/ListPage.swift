/// The places of one page of a listing, newest first.
struct ListPage: Equatable {
    enum Places: Equatable {
        /// Neighbours: their bytes can be copied at once.
        case range(Range<Int>)
        case scattered([Int])
    }

    var places: Places
    /// Whether there is more in the direction of paging.
    var hasMore: Bool

    /// Finds the page that a query asks for; throws `noSuch` (400) for a cursor that names no object, as Stripe does.
    init(_ query: ListQuery, in listing: Listing) throws(StripeError) {
        let window = query.isEmptyWindow ? 0..<0 : listing.places(createdIn: query.created)
        let bounds = try Self.bounds(query.cursor, in: listing)
        if let matching = Self.matching(query.filters, in: listing) {
            let inWindow = matching[
                matching.partition(at: window.lowerBound)..<matching.partition(at: window.upperBound)
            ]
            let lower = max(inWindow.startIndex, inWindow.partition(at: bounds.lowerBound))
            let upper = max(lower, inWindow.partition(at: bounds.upperBound))
            let (page, more) = Self.cut(lower..<upper, query)
            (places, hasMore) = (.scattered(Array(matching[page])), more)
        } else {
            let lower = min(max(window.lowerBound, bounds.lowerBound), window.upperBound)
            let upper = max(lower, min(window.upperBound, bounds.upperBound))
            let (page, more) = Self.cut(lower..<upper, query)
            (places, hasMore) = (.range(page), more)
        }
    }

    /// The page's places one by one.
    var all: [Int] {
        switch places {
        case .range(let range): Array(range)
        case .scattered(let places): places
        }
    }

    private static func bounds(_ cursor: ListQuery.Cursor?, in listing: Listing) throws(StripeError) -> Range<Int> {
        switch cursor {
        case .startingAfter(let id):
            guard let place = listing.place(of: id) else {
                throw .noSuch(listing.kind, id, parameter: "starting_after")
            }
            return (place + 1)..<listing.count
        case .endingBefore(let id):
            guard let place = listing.place(of: id) else { throw .noSuch(listing.kind, id, parameter: "ending_before") }
            return 0..<place
        case nil: return 0..<listing.count
        }
    }

    /// Takes as many as the limit allows: the newest ones, or with `ending_before` those next to the cursor.
    private static func cut(_ range: Range<Int>, _ query: ListQuery) -> (Range<Int>, hasMore: Bool) {
        let hasMore = range.count > query.limit
        if case .endingBefore = query.cursor { return (range.suffix(query.limit), hasMore) }
        return (range.prefix(query.limit), hasMore)
    }

    /// The places that satisfy all filters, rising; nil without filters.
    private static func matching(_ filters: [ListQuery.Filter], in listing: Listing) -> [Int]? {
        var filters = filters
        if listing.kind == .subscription { Self.completeSubscriptionStatus(&filters) }
        var result: [Int]?
        for filter in filters {
            let places = listing.places(where: filter.parameter) { value in
                filter.values.contains { Self.matches(value, $0, of: filter.parameter) }
            }
            if let narrowed = result {
                let allowed = Set(places)
                result = narrowed.filter(allowed.contains)
            } else {
                result = places
            }
        }
        return result
    }

    /// Event types may end in a wildcard, as in `charge.*`.
    private static func matches(_ value: String, _ wanted: String, of parameter: String) -> Bool {
        guard parameter == "type", wanted.hasSuffix("*") else { return value == wanted }
        return value.hasPrefix(wanted.dropLast())
    }

    /// Without a status, canceled subscriptions are left out; `all` means all, `ended` those that are over.
    private static func completeSubscriptionStatus(_ filters: inout [ListQuery.Filter]) {
        let open = ["active", "incomplete", "past_due", "paused", "trialing", "unpaid"]
        let ended = ["canceled", "incomplete_expired"]
        guard let place = filters.firstIndex(where: { $0.parameter == "status" }) else {
            filters.append(ListQuery.Filter(parameter: "status", values: open + ["incomplete_expired"]))
            return
        }
        switch filters[place].values.last {
        case "all": filters.remove(at: place)
        case "ended": filters[place].values = ended
        default: break
        }
    }
}

extension RandomAccessCollection<Int> {
    /// The index of the first element that is not below a value, in a rising collection.
    fileprivate func partition(at value: Int) -> Index {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
            if self[middle] < value { low = index(after: middle) } else { high = middle }
        }
        return low
    }
}
