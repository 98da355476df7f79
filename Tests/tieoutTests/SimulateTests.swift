import Foundation
import TestSupport
import Testing

/// The simulated Stripe as a command: what cannot be read of its arguments is refused, what goes wrong is told apart.
@Suite struct SimulateTests {
    @Test(arguments: [
        (["--fault", "trunkated"], "fault \"trunkated\": is neither a status from 400 to 599 nor one of rate-limited"),
        (["--fault", "503:often"], "fault \"503:often\": often is none of a request's number N"),
        (["--rate", "0"], "a rate is 1 or more requests a second, not 0"),
        (["--overall-rate", "0"], "a rate is 1 or more requests a second, not 0"),
    ])
    func whatCannotBeReadIsRefused(arguments: [String], sentence: String) throws {
        let ending = try Program(folder: WorkFolder()).run(["simulate"] + arguments)

        #expect(ending.status == 64)
        #expect(ending.notes.contains(sentence), "\(ending.notes)")
    }

    @Test func aKeyThatIsRevokedMeanwhileEndsTheRunAndGrantsNothing() async throws {
        let night = try await OneMissedSale { $0.number > 9 ? .status(401) : nil }

        let ending = try night.program.run(night.applied)

        #expect(ending.status == 78, "\(ending.notes)")
        #expect(ending.notes.contains("Stripe does not accept the key"))
        #expect(try night.balance() == 0)
    }

    @Test func aListWithoutAnEndMakesTheRunIncompleteAndSaysWhere() async throws {
        let night = try await OneMissedSale {
            $0.path == "/v1/charges" && $0.target.contains("limit=100") ? .hasMore(true) : nil
        }

        let ending = try night.program.run(night.applied)

        #expect(ending.status == 69, "\(ending.notes)")
        #expect(ending.notes.contains("the list cannot be completed: it is said to go on behind an empty page"))
        #expect(ending.notes.contains("GET /v1/charges?"))
        #expect(try night.balance() == 0)
    }
}
