import StripeSimulator
import Synchronization

/// Lets requests through as far as each endpoint's token bucket allows, and remembers when.
///
/// Requests for one object only are let through and not counted: with those the lists are rendered before clocks start.
final class RequestMeter: Sendable {
    private struct Endpoint {
        var tokens: Double
        var filledAt: Duration
        var answered: [Duration] = []
        var refused = 0
    }

    private let rate: Int
    private let start = ContinuousClock.now
    private let endpoints = Mutex<[String: Endpoint]>([:])

    /// A bucket for each endpoint that holds a second's requests; 0 for no limit.
    init(rate: Int) {
        self.rate = rate
    }

    /// Stripe's 429 when the endpoint's bucket is empty.
    func admit(_ request: RequestDescription) -> Fault? {
        if request.target.hasSuffix("limit=1") { return nil }
        let now = ContinuousClock.now - start
        return endpoints.withLock { endpoints in
            var endpoint = endpoints[request.path] ?? Endpoint(tokens: Double(rate), filledAt: now)
            defer { endpoints[request.path] = endpoint }
            endpoint.tokens = min(
                Double(rate),
                endpoint.tokens + (now - endpoint.filledAt) / .seconds(1) * Double(rate)
            )
            endpoint.filledAt = now
            guard rate == 0 || endpoint.tokens >= 1 else {
                endpoint.refused += 1
                return .status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate"])
            }
            endpoint.tokens -= 1
            endpoint.answered.append(now)
            return nil
        }
    }

    /// Requests answered and refused, and the rate in the steady state: from two seconds after the first request until
    /// one second before the first list ends, of those at least half as long as the longest.
    var summary: [String: Any] {
        endpoints.withLock { endpoints in
            let times = endpoints.values.map(\.answered)
            let answered = times.reduce(0) { $0 + $1.count }
            var summary: [String: Any] = [
                "answered": answered, "refused": endpoints.values.reduce(0) { $0 + $1.refused },
                "endpoints": endpoints.count,
            ]
            let longest = times.map(\.count).max() ?? 0
            let ends = times.filter { $0.count * 2 >= longest }.compactMap(\.last)
            guard let first = times.compactMap(\.first).min(), let last = ends.min() else {
                return summary
            }
            let (from, until) = (first + .seconds(2), last - .seconds(1))
            guard from < until else { return summary }
            let steady = times.joined().count { $0 >= from && $0 < until }
            summary["steady_requests_per_second"] = Double(steady) / ((until - from) / .seconds(1))
            return summary
        }
    }
}
