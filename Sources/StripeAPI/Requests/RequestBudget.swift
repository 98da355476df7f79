import Synchronization

/// Lets requests through as fast as Stripe allows and no faster: each endpoint at its own pace, and all together at another.
///
/// A request takes its turn with ``turn(for:by:)`` and gives it back with ``finish(_:after:at:)``.
final class RequestBudget: Sendable {
    fileprivate struct State {
        var overall: Pace
        var byEndpoint: [String: Pace] = [:]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastTicket = 0
    }

    // Less than this is not worth a sleep.
    private static let shortestWait = Duration.milliseconds(1)

    private let rates: RequestRates
    private let longestHold: Duration
    private let state: Mutex<State>

    /// A budget of those rates; a `Retry-After` of more than `longestHold` holds nothing, since nobody waits for it.
    init(_ rates: RequestRates, longestHold: Duration = RetryPolicy().longestRetryAfter) {
        self.rates = rates
        self.longestHold = longestHold
        state = Mutex(State(overall: Pace(rate: rates.overall, concurrency: rates.concurrency)))
    }

    /// Waits until a request to the endpoint may be sent; it counts as under way from then on.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile; then there is nothing to give back.
    func turn(for endpoint: String, by clock: any RequestClock) async throws {
        while true {
            try Task.checkCancellation()
            let held = hold(on: endpoint) - clock.elapsed
            guard held <= .zero else {
                try await clock.sleep(for: held)
                continue
            }
            guard let wait = reserve(endpoint, at: clock.elapsed) else {
                await waitForRoom(endpoint)
                continue
            }
            guard wait >= Self.shortestWait else { return }
            do {
                try await clock.sleep(for: wait)
            } catch {
                finish(endpoint, after: nil, at: clock.elapsed)
                throw error
            }
            // Somebody else may have been told to wait meanwhile.
            guard hold(on: endpoint) > clock.elapsed else { return }
            finish(endpoint, after: nil, at: clock.elapsed)
        }
    }

    /// A request is over; what it failed of, if it did, decides how fast others follow.
    func finish(_ endpoint: String, after failure: AttemptFailure?, at now: Duration) {
        let waiting = state.withLock { state in
            state.overall.leave()
            state.withPace(of: endpoint, rates) { $0.leave() }
            if let failure {
                state.slowDown(by: failure.limit, of: endpoint, rates, at: now)
                if let pause = failure.retryAfter, pause <= longestHold {
                    state.hold(endpoint, rates, becauseOf: failure.limit, until: now + pause)
                }
            }
            defer { state.waiting.removeAll() }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Requests a second that are let through to an endpoint now; nil for no limit.
    func rate(of endpoint: String) -> Double? { state.withLock { $0.byEndpoint[endpoint]?.rate } }

    /// Requests a second that are let through in all now; nil for no limit.
    var overallRate: Double? { state.withLock { $0.overall.rate } }

    /// How many requests may be under way to an endpoint, and in all.
    func concurrency(of endpoint: String) -> (endpoint: Int, overall: Int) {
        state.withLock { ($0.pace(of: endpoint, rates).concurrency, $0.overall.concurrency) }
    }

    /// How many requests wait for one under way to end.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    private func hold(on endpoint: String) -> Duration {
        state.withLock { max($0.overall.heldUntil, $0.byEndpoint[endpoint]?.heldUntil ?? .zero) }
    }

    /// How long to wait for the next moment that is free; nil when too many are under way.
    func reserve(_ endpoint: String, at now: Duration) -> Duration? {
        state.withLock { state in
            var pace = state.pace(of: endpoint, rates)
            guard pace.hasRoom, state.overall.hasRoom else { return nil }
            var moment = pace.moment(from: now)
            // Where one has no room the other is asked again, until both have.
            while case let later = pace.moment(from: state.overall.moment(from: moment)), later > moment {
                moment = later
            }
            pace.reserve(moment, at: now)
            state.overall.reserve(moment, at: now)
            state.byEndpoint[endpoint] = pace
            return moment - now
        }
    }

    private func waitForRoom(_ endpoint: String) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    let hasRoom = state.overall.hasRoom && state.pace(of: endpoint, rates).hasRoom
                    guard !hasRoom, !Task.isCancelled else { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isFree { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}

extension RequestBudget.State {
    fileprivate func pace(of endpoint: String, _ rates: RequestRates) -> Pace {
        byEndpoint[endpoint] ?? Pace(rate: rates.perEndpoint, concurrency: rates.concurrency)
    }

    fileprivate mutating func withPace(of endpoint: String, _ rates: RequestRates, _ change: (inout Pace) -> Void) {
        var pace = pace(of: endpoint, rates)
        change(&pace)
        byEndpoint[endpoint] = pace
    }

    /// Slows down what Stripe says is too fast.
    ///
    /// A 429 without a reason is no rate limit (a lock that could not be had, for example) and slows nothing down.
    fileprivate mutating func slowDown(
        by limit: RateLimitReason?,
        of endpoint: String,
        _ rates: RequestRates,
        at now: Duration
    ) {
        switch limit {
        case .overallRate: overall.slowDown(at: now)
        case .overallConcurrency: overall.narrow(at: now)
        case .endpointRate: withPace(of: endpoint, rates) { $0.slowDown(at: now) }
        case .endpointConcurrency: withPace(of: endpoint, rates) { $0.narrow(at: now) }
        case .other, nil: break
        }
    }

    /// Holds everybody whom the answer concerns, not only the request that it answered.
    fileprivate mutating func hold(
        _ endpoint: String,
        _ rates: RequestRates,
        becauseOf limit: RateLimitReason?,
        until moment: Duration
    ) {
        if limit?.isOverall == true {
            overall.hold(until: moment)
        } else {
            withPace(of: endpoint, rates) { $0.hold(until: moment) }
        }
    }
}
