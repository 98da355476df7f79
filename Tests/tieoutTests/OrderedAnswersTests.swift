import Synchronization
import Testing

@testable import tieout

/// Many are asked at once; what is delivered, and what a failure leaves of it, is as if they had been asked one by one.
@Suite struct OrderedAnswersTests {
    private struct Refusal: Error, Equatable { let element: Int }

    @Test(arguments: [1, 3, 16, 100]) func answersAreDeliveredInTheOrderOfTheElements(atOnce: Int) async throws {
        var delivered: [Int] = []

        try await Array(0..<60).ask(atOnce: atOnce) { number in
            // Some let all others go first.
            for _ in 0..<(number % 7 * 20) { await Task.yield() }
            return number * 10
        } deliver: { number, answer in
            #expect(answer == number * 10)
            delivered.append(number)
        }

        #expect(delivered == Array(0..<60))
    }

    @Test func noMoreAreAskedThanMayWait() async throws {
        let asked = Mutex(0)
        var delivered = 0

        try await Array(0..<50).ask(atOnce: 8) { _ in
            asked.withLock { $0 += 1 }
        } deliver: { _, _ in
            #expect(asked.withLock { $0 } <= delivered + 8)
            delivered += 1
            for _ in 0..<100 { await Task.yield() }
        }

        #expect(delivered == 50)
    }

    @Test(arguments: 0..<12) func theFirstFailureInOrderEndsIt(first: Int) async {
        var delivered: [Int] = []

        await #expect(throws: Refusal(element: first)) {
            try await Array(0..<20).ask(atOnce: 5) { number in
                // Those behind fail as well, and sooner.
                if number == first { for _ in 0..<200 { await Task.yield() } }
                if number >= first { throw Refusal(element: number) }
                return number
            } deliver: { number, _ in
                delivered.append(number)
            }
        }

        #expect(delivered == Array(0..<first))
    }

    @Test func whoeverRefusesADeliveryEndsIt() async {
        var delivered: [Int] = []

        await #expect(throws: Refusal(element: 3)) {
            try await Array(0..<20).ask(atOnce: 5) { number in
                number
            } deliver: { number, _ in
                if number == 3 { throw Refusal(element: 3) }
                delivered.append(number)
            }
        }

        #expect(delivered == [0, 1, 2])
    }

    @Test func nothingIsAskedOfNobody() async throws {
        try await [Int]().ask(atOnce: 5) { number in
            number
        } deliver: { _, _ in
            Issue.record("nobody was asked")
        }
    }
}
