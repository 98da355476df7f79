import Reconciliation
import Synchronization
import Testing

@testable import StripeAPI

/// Readers of several lists, answers that take 200 ms, and what reaches Stripe in each second of it.
@Suite struct RequestBudgetTests {
    // Less by more than rounding: what comes exactly a second later belongs to the next.
    private static let second = Duration.milliseconds(999)

    @Test func noEndpointAndNoAccountGetsMoreThanItIsAllowed() async {
        let stripe = BusyStripe(RequestRates(perEndpoint: 25, overall: 60))

        await stripe.read(["charges", "invoices", "refunds"], readers: 8, requests: 60)

        #expect(stripe.sent.count == 3 * 8 * 60)
        #expect(stripe.most(in: Self.second) <= 60 + Pace.credit)
        for endpoint in ["charges", "invoices", "refunds"] {
            #expect(stripe.most(in: Self.second, endpoint) <= 25 + Pace.credit)
        }
    }

    /// Readers that come late, stay away and come all at once: no second sees more than the rate and the credit, and no
    /// longer time more than the rate.
    @Test(arguments: UInt64(1)...20) func missedMomentsAreCaughtUpButNeverMoreThanTheCredit(seed: UInt64) async {
        let stripe = BusyStripe(RequestRates(perEndpoint: 25, overall: 60))

        await stripe.read(["charges", "invoices", "refunds"], readers: 8, requests: 40, dawdling: seed)

        #expect(stripe.sent.count == 3 * 8 * 40)
        for (endpoint, rate) in [(nil, 60), ("charges", 25), ("invoices", 25), ("refunds", 25)] {
            for seconds in [1, 2, 5, 10] {
                let span = Duration.seconds(seconds) - .milliseconds(1)
                let most = stripe.most(in: span, endpoint)
                #expect(most <= rate * seconds + Pace.credit, "seed \(seed), \(endpoint ?? "all"), \(seconds) s")
            }
        }
    }

    @Test func missedMomentsAreCaughtUpAtOnceThenItGoesOnEvenly() {
        var pace = Pace(rate: 25, concurrency: 48)
        pace.reserve(.zero, at: .zero)
        let moments = (0..<7).map { _ in
            let moment = pace.moment(from: .seconds(1))
            pace.reserve(moment, at: .seconds(1))
            return moment
        }

        // Twenty-four were missed: one is due, four are the credit, and the rest is lost.
        #expect(moments == Array(repeating: .seconds(1), count: 5) + [.milliseconds(1_040), .milliseconds(1_080)])
    }

    @Test func aRefusalTakesTheCreditAway() {
        var pace = Pace(rate: 20, concurrency: 48)
        pace.slowDown(at: .seconds(10))
        let first = pace.moment(from: .seconds(10))
        pace.reserve(first, at: .seconds(10))

        // 15 a second, evenly.
        #expect(first == .seconds(10))
        #expect(pace.moment(from: .seconds(10)) - first > .milliseconds(60))
    }

    @Test func whatIsAllowedIsUsed() async {
        let stripe = BusyStripe(RequestRates(perEndpoint: 25, overall: 100))

        await stripe.read(["charges", "invoices", "refunds"], readers: 8, requests: 100)

        // 800 requests to each endpoint at 25 a second are 32 seconds.
        #expect(stripe.time.elapsed < .seconds(32) / 0.95)
    }

    @Test func aRefusalOfAnEndpointSlowsThatEndpointAlone() async throws {
        let budget = RequestBudget(RequestRates(perEndpoint: 20, overall: 100))

        try await budget.answer("charges", .endpointRate, at: .seconds(1))
        try await budget.answer("charges", .endpointRate, at: .milliseconds(1_100))
        try await budget.answer("invoices", nil, at: .seconds(1))

        #expect((15..<15.1).contains(budget.rate(of: "charges") ?? 0))
        #expect(budget.rate(of: "invoices") == 20)
        #expect(budget.overallRate == 100)
    }

    @Test func aRefusalOfTheAccountSlowsEverything() async throws {
        let budget = RequestBudget(RequestRates(perEndpoint: 20, overall: 100))

        try await budget.answer("charges", .overallRate, at: .seconds(1))

        #expect(budget.overallRate == 75)
        #expect(budget.rate(of: "charges") == 20)
    }

    @Test(arguments: [RateLimitReason.other, nil]) func aRefusalForAnotherReasonSlowsNothing(reason: RateLimitReason?)
        async throws
    {
        let budget = RequestBudget(RequestRates(perEndpoint: 20, overall: 100))

        try await budget.answer("charges", reason, at: .seconds(1))

        #expect(budget.rate(of: "charges") == 20)
        #expect(budget.overallRate == 100)
        #expect(budget.concurrency(of: "charges") == (48, 48))
    }

    @Test func whatWasLostComesBackSlowlyAndNoFurther() async throws {
        let budget = RequestBudget(RequestRates(perEndpoint: 20, overall: nil))
        try await budget.answer("charges", .endpointRate, at: .seconds(10))

        try await budget.answer("charges", nil, at: .seconds(14))
        #expect(budget.rate(of: "charges") == 16.6)
        try await budget.answer("charges", nil, at: .seconds(20))
        #expect(budget.rate(of: "charges") == 19)
        try await budget.answer("charges", nil, at: .seconds(1_000))
        #expect(budget.rate(of: "charges") == 20)
    }

    @Test func nothingBecomesSlowerThanOneRequestASecond() async throws {
        let budget = RequestBudget(RequestRates(perEndpoint: 2, overall: nil))

        for second in 1...100 { try await budget.answer("charges", .endpointRate, at: .seconds(second)) }

        #expect((1..<1.1).contains(budget.rate(of: "charges") ?? 0))
    }

    @Test func tooManyAtOnceMeansFewerAtOnce() async {
        let stripe = BusyStripe(RequestRates(perEndpoint: nil, overall: nil, concurrency: 8))
        stripe.limitsConcurrency(to: 3)

        await stripe.read(["charges"], readers: 12, requests: 20)

        #expect(stripe.sent.count >= 240)
        #expect(stripe.mostAtOnce <= 8)
        // Until the first refusal arrives eight are under way; from then on hardly any are refused.
        #expect(stripe.refused * 20 <= stripe.sent.count)
    }

    @Test func nobodyAsksAnEndpointBeforeItsRetryAfterIsOver() async {
        let stripe = BusyStripe(RequestRates(perEndpoint: 25, overall: 100))
        stripe.refuses("charges", at: .seconds(2), retryAfter: .seconds(17))

        await stripe.read(["charges", "invoices"], readers: 8, requests: 40)

        // Requests that were under way when the refusal came are not the client's to hold.
        let charges = stripe.sent.filter { $0.endpoint == "charges" }.map(\.at)
        let answered = Duration.seconds(2) + .milliseconds(240)
        #expect(charges.filter { $0 > answered && $0 < .seconds(19) }.isEmpty)
        #expect(stripe.sent.contains { $0.endpoint == "invoices" && $0.at > answered && $0.at < .seconds(10) })
    }

    @Test func whoeverIsCancelledGivesTheTurnToOthers() async throws {
        let budget = RequestBudget(RequestRates(perEndpoint: nil, overall: nil, concurrency: 1))
        let clock = ScriptedClock()
        try await budget.turn(for: "charges", by: clock)
        let waiting = Task { try await budget.turn(for: "charges", by: clock) }
        while budget.waitingCount == 0 { await Task.yield() }

        waiting.cancel()

        await #expect(throws: CancellationError.self) { try await waiting.value }
        budget.finish("charges", after: nil, at: .zero)
        try await budget.turn(for: "charges", by: clock)
    }
}

extension RequestBudget {
    /// One request that is sent and answered at that moment.
    fileprivate func answer(_ endpoint: String, _ limit: RateLimitReason?, at now: Duration) async throws {
        try await turn(for: endpoint, by: StandingClock(elapsed: now))
        finish(endpoint, after: limit.map { AttemptFailure(.rateLimited, .cancelled, limit: $0) }, at: now)
    }
}

/// A clock on which it is always the same moment.
private struct StandingClock: RequestClock {
    let elapsed: Duration
    var now: Instant { Instant(secondsSinceEpoch: elapsed.components.seconds) }
    func sleep(for duration: Duration) async throws {}
}

/// A Stripe that answers after 200 ms, and remembers what reached it when.
private final class BusyStripe: Sendable {
    struct Arrival {
        let endpoint: String
        let at: Duration
    }

    private struct State {
        var sent: [Arrival] = []
        var underWay = 0
        var mostAtOnce = 0
        var refused = 0
        var concurrency: Int?
        var refusal: (endpoint: String, at: Duration, retryAfter: Duration)?
    }

    let time = VirtualTime()
    private let budget: RequestBudget
    private let state = Mutex(State())

    init(_ rates: RequestRates) { budget = RequestBudget(rates) }

    var sent: [Arrival] { state.withLock { $0.sent } }
    var refused: Int { state.withLock { $0.refused } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func limitsConcurrency(to count: Int) { state.withLock { $0.concurrency = count } }

    func refuses(_ endpoint: String, at moment: Duration, retryAfter: Duration) {
        state.withLock { $0.refusal = (endpoint, moment, retryAfter) }
    }

    /// Reads with so many readers an endpoint, each so many requests until they are answered; a seed makes the readers
    /// stay away between requests, now shortly, now for seconds.
    func read(_ endpoints: [String], readers: Int, requests: Int, dawdling seed: UInt64? = nil) async {
        await time.run(endpoints.count * readers, waiting: { self.budget.waitingCount }) { number in
            let endpoint = endpoints[number % endpoints.count]
            var random = SeededGenerator(seed: (seed ?? 0) &* 1_000 &+ UInt64(number))
            var answered = 0
            while answered < requests {
                if seed != nil, Int.random(in: 0..<4, using: &random) == 0 {
                    let longest = Int.random(in: 0..<10, using: &random) == 0 ? 3_000 : 300
                    let pause = Int.random(in: 0...longest, using: &random)
                    try? await self.time.sleep(for: .milliseconds(pause))
                }
                guard (try? await self.budget.turn(for: endpoint, by: self.time)) != nil else { return }
                let failure = self.arrive(endpoint)
                try? await self.time.sleep(for: .milliseconds(200))
                self.state.withLock { $0.underWay -= 1 }
                self.budget.finish(endpoint, after: failure, at: self.time.elapsed)
                if failure == nil { answered += 1 }
            }
        }
    }

    private func arrive(_ endpoint: String) -> AttemptFailure? {
        let now = time.elapsed
        return state.withLock { state in
            state.sent.append(Arrival(endpoint: endpoint, at: now))
            state.underWay += 1
            state.mostAtOnce = max(state.mostAtOnce, state.underWay)
            if let concurrency = state.concurrency, state.underWay > concurrency {
                state.refused += 1
                return AttemptFailure(.rateLimited, .cancelled, limit: .endpointConcurrency)
            }
            guard let refusal = state.refusal, refusal.endpoint == endpoint, now >= refusal.at else { return nil }
            state.refusal = nil
            return AttemptFailure(.rateLimited, .cancelled, retryAfter: refusal.retryAfter, limit: .endpointRate)
        }
    }

    /// The most requests that arrived in any span of that length.
    func most(in span: Duration, _ endpoint: String? = nil) -> Int {
        let times = sent.filter { endpoint == nil || $0.endpoint == endpoint }.map(\.at).sorted()
        return times.indices.map { first in times[first...].prefix { $0 < times[first] + span }.count }.max() ?? 0
    }
}
