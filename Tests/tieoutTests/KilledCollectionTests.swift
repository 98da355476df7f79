import Foundation
import TestSupport
import Testing

/// A run that is killed while it collects, at one request or another: the next goes on where it stood, asks for nothing
/// that was stored, and comes to the same result as a run that nobody disturbed.
@Suite struct KilledCollectionTests {
    @Test(arguments: [[12], [33], [40], [18, 14, 9]])
    func aKilledRunGoesOnWhereItStood(kills: [Int]) async throws {
        let night = try await SeededNight(seed: 41, sessions: 700)
        try #require(try night.program.run("migrate", "--ledger", "--guard").status == 0)
        let stripe = try InterruptedStripe(night.month)
        let (ending, folder) = (night.month.options.ending, night.program.folder)
        let configuration = try folder.write("stripe:\n  rate: 1000\n  rate_per_endpoint: 1000\n", to: "tieout.yaml")
        let program = night.program.with(["STRIPE_API_BASE": stripe.server.baseURL])
        let arguments = [
            "run", "--config", configuration, "--output", "json", "--since", night.since, "--until",
            OneMissedSale.rfc3339(ending),
        ]

        var stored: [StoredSlice] = []
        for requests in kills {
            stripe.interruption.begin(killingAfter: requests)
            let run = try program.start(arguments)
            stripe.interruption.aim(at: run)
            #expect(try run.ending().status == 128 + SIGKILL)
            #expect(stripe.askedAgain(of: stored) == [])
            stored = try StoredSlice.all(in: night.database)
        }
        if kills == [40] { #expect(!stored.isEmpty, "a run that had stored nothing proves nothing") }
        stripe.interruption.begin(killingAfter: .max)
        let resumed = try program.run(arguments)
        #expect(resumed.notes.contains("resumes") == !stored.isEmpty, "\(resumed.notes)")
        #expect(stripe.askedAgain(of: stored) == [])
        let undisturbed = try program.run(arguments)

        try expectTheSame(resumed, undisturbed)
    }
}

/// Two runs ended alike: the same status, counts, findings and totals.
func expectTheSame(_ resumed: Ending, _ undisturbed: Ending, _ comment: Comment = "") throws {
    #expect(resumed.status == undisturbed.status, "\(comment) \(resumed.notes)")
    let (left, right) = (try resumed.json(), try undisturbed.json())
    for kind in right.keys("counts") {
        for count in ["fetched", "matched", "found", "excluded"] {
            let path = "counts.\(kind).\(count)"
            #expect(left.number(path) == right.number(path), "\(comment) \(path)")
        }
    }
    #expect(left.keys("findings") == right.keys("findings"), comment)
    for kind in right.keys("findings") {
        #expect(left.number("findings.\(kind)") == right.number("findings.\(kind)"), "\(comment) \(kind)")
    }
    for line in ["paid", "granted", "unreconciled"] {
        #expect(left.number("tie_out.usd.\(line).count") == right.number("tie_out.usd.\(line).count"), comment)
    }
}
