import Synchronization

/// Spaces requests evenly, so that neither an endpoint nor the account gets more a second than is allowed.
///
/// Every request reserves its moment and waits for it. Evenly rather than in bursts, because Stripe counts by the second
/// and a burst that straddles two of them would be refused.
final class RequestBudget: Sendable {
    private struct Reservations {
        var overall = Duration.zero
        var byEndpoint: [String: Duration] = [:]
    }

    private let rates: RequestRates
    private let reservations = Mutex(Reservations())

    init(_ rates: RequestRates) {
        self.rates = rates
    }

    /// Reserves the next moment for a request to the endpoint.
    ///
    /// - Returns: how long to wait for it from `now`.
    func reserve(_ endpoint: String, at now: Duration) -> Duration {
        reservations.withLock { reservations in
            let moment = max(now, reservations.overall, reservations.byEndpoint[endpoint] ?? .zero)
            if let rate = rates.overall { reservations.overall = moment + .seconds(1) / max(rate, 1) }
            if let rate = rates.perEndpoint { reservations.byEndpoint[endpoint] = moment + .seconds(1) / max(rate, 1) }
            return moment - now
        }
    }
}
