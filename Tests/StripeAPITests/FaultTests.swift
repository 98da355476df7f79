import HTTPTransport
import Reconciliation
import StripeSimulator
import Testing

@testable import StripeAPI

/// What goes wrong on the way, and what is delivered all the same, or said instead. Never a part of a page.
@Suite struct FaultTests {
    static let passing: [Fault] = [
        .status(500), .status(503), .status(409), .status(429), .status(429, headers: ["Retry-After": "2"]),
        .status(400, headers: ["Stripe-Should-Retry": "true"]), .truncated(after: 5_000), .truncated(after: 0),
        .emptyBody,
        .html, .wrongLength(by: 1_000), .wrongLength(by: -1_000), .reset(after: 0), .reset(after: 5_000),
    ]

    @Test(arguments: passing, 1...3) func aFaultThatPassesLeavesNoTrace(fault: Fault, number: Int) async throws {
        let stripe = try AccountOnThisMachine(.refunds(250)) { $0.number == number ? fault : nil }

        #expect(try await stripe.ids(.refund) == (0..<250).reversed().map { "re_\($0)" })
        #expect(stripe.client.usage.total == 4)
        #expect(stripe.client.usage.repetitions == 1)
    }

    @Test(arguments: 1...3) func anAnswerThatStopsHalfWayIsAskedForAgain(number: Int) async throws {
        let stripe = try AccountOnThisMachine(.refunds(250), stallTimeout: .milliseconds(200)) {
            $0.number == number ? .stall(after: 5_000) : nil
        }

        #expect(try await stripe.ids(.refund) == (0..<250).reversed().map { "re_\($0)" })
    }

    @Test(arguments: 2...3) func aRepeatedPageIsAskedForAgain(number: Int) async throws {
        let stripe = try AccountOnThisMachine(.refunds(250)) { $0.number == number ? .repeatedPage : nil }

        #expect(try await stripe.ids(.refund) == (0..<250).reversed().map { "re_\($0)" })
    }

    @Test(arguments: [
        Fault.status(500), .emptyBody, .html, .truncated(after: 5_000), .reset(after: 10), .deepJSON(levels: 100_000),
    ])
    func aFaultThatStaysIsAnOutageAfterSixAttempts(fault: Fault) async throws {
        let stripe = try AccountOnThisMachine(.refunds(250)) { $0.hasCursor ? fault : nil }

        let (delivered, error) = try await deliveredUntilFailure(stripe)

        guard case .unavailable(let outage) = error else { return #expect(Bool(false), "\(error)") }
        #expect(outage.attempts == 6)
        #expect(outage.request == "GET /v1/refunds?starting_after=re_150&limit=100")
        #expect(error.isOutage)
        #expect(delivered == (150..<250).reversed().map { "re_\($0)" })
        #expect(stripe.clock.waited == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8)])
    }

    @Test(arguments: [
        (Fault.repeatedPage, "its pages repeat: one after re_150 is newer than that"),
        (.hasMore(true), "it is said to go on behind an empty page"),
    ])
    func aListWithoutAnEndIsBroken(fault: Fault, reason: String) async throws {
        let stripe = try AccountOnThisMachine(.refunds(250)) { _ in fault }

        let (_, error) = try await deliveredUntilFailure(stripe)

        guard case .brokenList(_, let found) = error else { return #expect(Bool(false), "\(error)") }
        #expect(found == reason)
        #expect(error.isOutage)
    }

    @Test func aPauseIsNeverShorterThanStripeAsks() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1)) {
            $0.number <= 2 ? .status(503, headers: ["Retry-After": "17"]) : nil
        }

        _ = try await stripe.ids(.refund)

        #expect(stripe.clock.waited == [.seconds(17), .seconds(17)])
    }

    @Test func adviceAgainstRepeatingIsFollowed() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1)) { _ in
            .status(500, headers: ["Stripe-Should-Retry": "false"])
        }

        let (_, error) = try await deliveredUntilFailure(stripe)

        guard case .unavailable(let outage) = error else { return #expect(Bool(false), "\(error)") }
        #expect(outage.attempts == 1)
        #expect(stripe.clock.waited.isEmpty)
    }

    @Test func tooManyRequestsForAMinuteAreSatOut() async throws {
        let clock = Shared<ScriptedClock>()
        let stripe = try AccountOnThisMachine(.refunds(250)) { _ in
            clock.value.map { $0.elapsed < .seconds(60) } ?? true ? .status(429) : nil
        }
        clock.value = stripe.clock

        #expect(try await stripe.ids(.refund).count == 250)
        #expect(stripe.clock.elapsed >= .seconds(60))
    }

    @Test func tooManyRequestsForTenMinutesAreAnOutage() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1)) { _ in .status(429) }

        let (_, error) = try await deliveredUntilFailure(stripe)

        #expect(error.isOutage)
        #expect((Duration.seconds(600)...Duration.seconds(660)).contains(stripe.clock.elapsed))
    }

    @Test func aRunRepeatsOnlySoOften() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1)) { $0.number % 2 == 1 ? .status(500) : nil }
        for _ in 0..<stripe.client.configuration.retries.repetitionsPerRun { _ = try await stripe.ids(.refund) }

        let (_, error) = try await deliveredUntilFailure(stripe)

        #expect(error.isOutage)
    }

    @Test func aRunThatIsStoppedStopsWaiting() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1)) { _ in .stall(after: 0) }
        let client = stripe.client

        let outcome = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.retrieve(.refund, id: "re_0")
        }.result

        #expect(throws: StripeError.cancelled) { try outcome.get() }
    }

    /// What a list delivered before it failed, and how it failed.
    private func deliveredUntilFailure(_ stripe: AccountOnThisMachine) async throws -> ([String], StripeError) {
        var delivered: [String] = []
        let error = await #expect(throws: StripeError.self) {
            try await stripe.client.list(.refund) { page in delivered += (0..<page.count).map(page.id) }
        }
        return (delivered, try #require(error))
    }
}
