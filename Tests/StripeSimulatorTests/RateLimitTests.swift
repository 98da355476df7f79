import Synchronization
import Testing

@testable import StripeSimulator

/// What comes faster than it is allowed, and which limit the answer names.
@Suite struct RateLimitTests {
    private static func statuses(_ rates: RateLimits.Rates, _ arrivals: [(Duration, String)]) throws -> [String] {
        let time = SetTime()
        var options = Server.Options()
        options.rates = rates
        options.elapsed = { time.elapsed }
        let server = try Server(LiveAccount(FilterTests.account), options: options)
        defer { server.stop() }
        let client = RawClient(port: server.port)
        return try arrivals.map { moment, path in
            time.elapsed = moment
            let answer = try client.ask(path)
            return answer.headers["stripe-rate-limited-reason"] ?? "\(answer.status)"
        }
    }

    @Test func anEndpointAnswersASecondsWorthAtOnceAndThenAtItsRate() throws {
        let charges = "/v1/charges"
        let arrivals: [(Duration, String)] = [
            (.zero, charges), (.zero, charges), (.zero, charges), (.zero, "/v1/refunds"),
            (.milliseconds(400), charges), (.milliseconds(500), charges), (.milliseconds(1_000), charges),
        ]

        #expect(
            try Self.statuses(.init(perEndpoint: 2), arrivals)
                == ["200", "200", "endpoint-rate", "200", "endpoint-rate", "200", "200"]
        )
    }

    @Test func theAccountHasALimitOfItsOwn() throws {
        let arrivals: [(Duration, String)] = [
            (.zero, "/v1/charges"), (.zero, "/v1/refunds"), (.zero, "/v1/disputes"), (.seconds(1), "/v1/disputes"),
        ]

        #expect(
            try Self.statuses(.init(perEndpoint: 25, overall: 2), arrivals) == ["200", "200", "global-rate", "200"]
        )
    }

    @Test func anObjectCountsForItsEndpoint() throws {
        let arrivals: [(Duration, String)] = [(.zero, "/v1/charges"), (.zero, "/v1/charges/ch_B")]

        #expect(try Self.statuses(.init(perEndpoint: 1), arrivals) == ["200", "endpoint-rate"])
    }

    @Test func evenlySpacedRequestsAreNeverRefused() throws {
        let arrivals = (0..<100).map { (Duration.milliseconds($0 * 40), "/v1/charges") }

        #expect(try Set(Self.statuses(.init(perEndpoint: 25), arrivals)) == ["200"])
    }
}

/// Time that a test sets.
private final class SetTime: Sendable {
    private let stored = Mutex(Duration.zero)

    var elapsed: Duration {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
