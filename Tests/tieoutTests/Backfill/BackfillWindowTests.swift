import Foundation
import PostgresLedger
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// A backfill over most of a year, in windows: what went back in a later window is known before a sale of an earlier one is
/// granted, the lines add up, and a backfill that was stopped goes on at the window where it stood.
@Suite struct BackfillWindowTests {
    /// The one sale of two days ago, and before it: one that is due, one that was refunded and one that was disputed in
    /// other windows than they were sold in, one whose charge came in the window after its session's.
    private func year(
        hasPending: Bool = true,
        fault: (@Sendable (RequestDescription) -> Fault?)? = nil
    ) async throws -> OneMissedSale {
        let night = try await OneMissedSale(fault: fault)
        try night.sell("due", daysAgo: 250)
        let refunded = try night.sell("refunded", daysAgo: 249)
        let part = try night.sell("part", daysAgo: 248)
        // Of a refund that is under way the charge alone tells no more than that it was refunded.
        let pending = try night.sell("pending", daysAgo: 247)
        let disputed = try night.sell("disputed", daysAgo: 150)
        let now = night.now
        night.stripe.account.update { account in
            account.refund(refunded.charge, at: now - 10 * 86_400)
            account.refund(part.charge, amount: 500, at: now - 100 * 86_400)
            if hasPending {
                account.refund(pending.charge, at: now - 86_400, status: "pending")
            } else {
                account.refund(pending.charge, at: now - 86_400)
            }
            account.dispute(disputed.charge, at: now - 20 * 86_400)
        }
        return night
    }

    private func arguments(_ night: OneMissedSale, _ more: String...) -> [String] {
        ["backfill", "--since", night.instant(daysAgo: 260), "--window", "92d"] + more
    }

    @Test func whatWentBackLaterIsKnownBeforeAGrant() async throws {
        let night = try await year()
        let ending = try night.program.run(arguments(night, "--apply"))
        #expect(ending.status == 2, "\(ending.output)\(ending.notes)")
        #expect(try night.granted() == ["cs_test_A", "cs_test_due"])
        #expect(
            ending.output.hasSuffix(
                "2 of the 4 paid sessions of the period are granted; 2 need a person; for 2 more nothing is to be done\n"
            ),
            "\(ending.output)"
        )
        #expect(ending.notes.contains("window 3 of 3"), "\(ending.notes)")
        let runs = try night.program.run("runs", "--output", "json").json().objects("runs")
        #expect(runs.map { $0.text("command") } == ["backfill", "backfill", "backfill"])
    }

    /// One run over all of it says and does the same.
    @Test func windowsComeToWhatOneRunComesTo() async throws {
        let (inWindows, atOnce) = (try await year(hasPending: false), try await year(hasPending: false))
        let windows = try inWindows.program.run(arguments(inWindows, "--apply", "--output", "json")).json()
        let whole = try atOnce.program.run(
            "backfill",
            "--since",
            atOnce.instant(daysAgo: 260),
            "--window",
            "3y",
            "--apply",
            "--output",
            "json"
        ).json()
        #expect(windows.objects("runs").count == 3)
        #expect(whole.objects("runs").count == 1)
        #expect(windows.text("sentence") == whole.text("sentence"))
        #expect(windows.keys("paid_sessions") == whole.keys("paid_sessions"))
        for key in whole.keys("paid_sessions") {
            #expect(windows.number("paid_sessions.\(key)") == whole.number("paid_sessions.\(key)"), "\(key)")
        }
        #expect(try inWindows.granted() == atOnce.granted())
    }

    /// The limit of a run is the limit of the backfill, however many windows it has.
    @Test func windowsShareTheLimitsOfARun() async throws {
        let night = try await year()
        try night.program.folder.write("limits:\n  grants_per_run: 1\n", to: "tieout.yaml")
        let plan = try night.program.run(arguments(night, "--output", "json")).json()
        #expect(plan.number("paid_sessions.grantable") == 1)
        #expect(try night.program.run(arguments(night, "--apply")).status == 2)
        #expect(try night.granted() == ["cs_test_due"])
    }

    /// What the first window looked at again because it is open is not read once more by each of the others.
    @Test func openItemsAreReadOnce() async throws {
        let asked = Mutex<[String]>([])
        let night = try await year { request in
            asked.withLock { $0.append(request.target) }
            return nil
        }
        #expect(try night.program.run(arguments(night, "--apply")).status == 2)
        asked.withLock { $0 = [] }
        #expect(try night.program.run(arguments(night, "--apply")).status == 2)
        let sessions = asked.withLock { $0 }.filter { $0.hasPrefix("/v1/checkout/sessions/") }
        #expect(Set(sessions).count == sessions.count, "\(sessions)")
    }

    /// Killed in the middle of the second window: the first is not examined again, and the line counts it all the same.
    @Test func aKilledBackfillGoesOnAtTheWindowWhereItStood() async throws {
        let gate = Gate { $0.path == "/v1/charges" && $0.numberOnPath > 3 }
        let night = try await year(fault: gate.pass)
        let arguments = arguments(night, "--quiet", "--apply", "--output", "json")
        let first = try night.program.start(arguments)
        try #require(gate.isReached())
        let before = try runs(night)
        first.send(SIGKILL)
        gate.open()
        #expect(try first.ending().status == 128 + SIGKILL)
        try #require(before.count >= 1, "a backfill that had no window behind it proves nothing")

        let resumed = try night.program.run(arguments).json()
        #expect(resumed.number("paid_sessions.paid") == 6)
        #expect(resumed.text("sentence")?.hasPrefix("2 of the 4 paid sessions of the period are granted") == true)
        #expect(resumed.objects("runs").count == 3)
        let ended = try runs(night)
        #expect(ended.count == 3, "\(ended)")
        #expect(before.allSatisfy(ended.contains))
        #expect(try night.granted() == ["cs_test_A", "cs_test_due"])

        // It has come to its end: typed again, everything is examined again.
        let again = try night.program.run(arguments).json()
        #expect(again.objects("runs").compactMap { $0.text("run_id") }.allSatisfy { !ended.contains($0) })
        // The refund that is under way is an open item by now, so the first window knows of it.
        #expect(
            again.text("sentence")?.hasPrefix("2 of the 5 paid sessions of the period are granted; 3 need a person")
                == true
        )
    }

    /// Stripe does not answer as it should: how far it came is said, and typed again it does its work.
    @Test func aBackfillThatBreaksOffSaysHowFarItCame() async throws {
        let gone = Mutex(false)
        let night = try await year { request in
            let window = request.path == "/v1/disputes" && request.target.contains("created")
            return window && gone.withLock { $0 } ? .status(400) : nil
        }
        gone.withLock { $0 = true }
        let nothing = try night.program.run(arguments(night, "--quiet", "--apply"))
        #expect(nothing.status == 1, "\(nothing.notes)")
        #expect(nothing.output.contains("is incomplete: none of its 3 windows was examined; type it again to go on"))
        gone.withLock { $0 = false }
        #expect(try night.program.run(arguments(night, "--quiet", "--apply")).status == 2)
        #expect(try night.granted() == ["cs_test_A", "cs_test_due"])
    }

    /// The windows that have ended well.
    private func runs(_ night: OneMissedSale) throws -> [String] {
        try night.database.connect().query(
            "SELECT run_id AS line FROM tieout.run WHERE finished_at IS NOT NULL AND status IN ('tied_out', 'differences')"
        ).map { try $0.text("line") }
    }
}
