import Foundation
import TestSupport
import Testing

/// A backfill that is killed while it collects goes on at slice and cursor: what is read twice is at most one page of each
/// slice.
@Suite struct BackfillKillTests {
    @Test(arguments: [[14], [25], [40], [20, 16]]) func aKillCostsAtMostOnePageOfEachSlice(kills: [Int]) async throws {
        let night = try await SeededNight(seed: 43, sessions: 700)
        try #require(try night.program.run("migrate", "--ledger", "--guard").status == 0)
        let stripe = try InterruptedStripe(night.month)
        let configuration = try night.program.folder
            .write("stripe:\n  rate: 1000\n  rate_per_endpoint: 1000\n", to: "tieout.yaml")
        let program = night.program.with(["STRIPE_API_BASE": stripe.server.baseURL])
        let arguments = [
            "backfill", "--quiet", "--config", configuration, "--output", "json", "--since", night.since, "--until",
            OneMissedSale.rfc3339(night.month.options.ending),
        ]

        var stored: [StoredSlice] = []
        var asked: Set<String> = []
        for requests in kills {
            stripe.interruption.begin(killingAfter: requests)
            let killed = try program.start(arguments)
            stripe.interruption.aim(at: killed)
            #expect(try killed.ending().status == 128 + SIGKILL)
            expectFewRepetitions(of: asked, in: stripe, slices: stored)
            asked.formUnion(Self.pages(stripe.interruption.asked))
            stored = try StoredSlice.all(in: night.database)
        }
        stripe.interruption.begin(killingAfter: .max)
        let resumed = try program.run(arguments).json()
        expectFewRepetitions(of: asked, in: stripe, slices: stored)
        let undisturbed = try program.run(arguments).json()
        #expect(resumed.text("sentence") == undisturbed.text("sentence"))
        #expect(resumed.keys("paid_sessions") == undisturbed.keys("paid_sessions"))
        for key in undisturbed.keys("paid_sessions") {
            #expect(resumed.number("paid_sessions.\(key)") == undisturbed.number("paid_sessions.\(key)"), "\(key)")
        }
    }

    /// Of a slice two requests are made again at the most: for the page that had been read and was still to be copied, and
    /// for the one under way, which nobody had read.
    private func expectFewRepetitions(of asked: Set<String>, in stripe: InterruptedStripe, slices: [StoredSlice]) {
        #expect(stripe.askedAgain(of: slices) == [], "what was stored is asked for no more")
        let repeated = Self.pages(stripe.interruption.asked).intersection(asked)
        for (slice, pages) in Dictionary(grouping: repeated, by: Self.slice) {
            #expect(pages.count <= 2, "\(slice): \(pages)")
        }
    }

    /// What stays the same of a slice while it gives the older half of its time away: its list and its newest second.
    private static func slice(_ target: String) -> String {
        let parts = URLComponents(string: target)
        return "\(parts?.path ?? "") \(parts?.queryItems?.first { $0.name == "created[lt]" }?.value ?? "")"
    }

    /// The pages of lists among the requests.
    private static func pages(_ targets: [String]) -> Set<String> { Set(targets.filter { $0.contains("limit=100") }) }
}
