import Foundation
import StripeSimulator
import TestSupport
import Testing

/// The morning after an outage: a plan, then the same with `--apply`, then once more without harm; each ends with a line for
/// colleagues.
@Suite struct BackfillTests {
    @Test func aPlanIsPrintedThenAppliedThenRepeatedWithoutHarm() async throws {
        let night = try await OneMissedSale()
        let period = ["--since", night.instant(daysAgo: 3), "--until", night.instant(daysAgo: 1)]

        let plan = try night.program.run(["backfill"] + period)
        #expect(plan.status == 2, "\(plan.output)\(plan.notes)")
        #expect(plan.output.hasSuffix("is not granted; 1 would be granted with --apply\n"), "\(plan.output)")
        #expect(plan.output.contains("apply with: tieout backfill \(period.joined(separator: " ")) --apply\n"))
        #expect(plan.notes.contains("estimate: about 7 requests for 4 objects, "), "\(plan.notes)")
        #expect(try night.balance() == 0)

        let applied = try night.program.run(["backfill", "--apply"] + period)
        #expect(applied.status == 0, "\(applied.output)\(applied.notes)")
        #expect(applied.output.hasSuffix("\nthe only paid session of the period is granted\n"), "\(applied.output)")
        #expect(try night.balance() == 50)

        let again = try night.program.run(["backfill", "--apply"] + period)
        #expect(again.status == 0)
        #expect(again.output.hasSuffix("\nthe only paid session of the period is granted\n"), "\(again.output)")
        #expect(try night.balance() == 50)
        #expect(try night.watermarks() == [], "not even the first one sets it")
    }

    @Test func thePlanIsSortedByAgeAndMoney() async throws {
        let night = try await OneMissedSale()
        try night.sell("small", daysAgo: 10, for: 500)
        try night.sell("large", daysAgo: 10, for: 9_000)
        try night.sell("old", daysAgo: 40, for: 100)
        let ending = try night.program.run("backfill", "--last", "60d")
        let planned = ending.output.split(separator: "\n").filter { $0.hasPrefix("plan ") }
            .compactMap { $0.firstMatch(of: /cs_test_\w+/).map { String($0.0) } }
        #expect(
            planned == ["cs_test_old", "cs_test_large", "cs_test_small", "cs_test_A"],
            "\(ending.output)\(ending.notes)"
        )
        #expect(
            ending.output.hasSuffix(
                "none of the 4 paid sessions of the period is granted; 4 would be granted with --apply\n"
            )
        )
    }

    @Test func machinesGetOneObject() async throws {
        let night = try await OneMissedSale()
        let ending = try night.program.run("backfill", "--last", "3d", "--apply", "--output", "json")
        let result = try ending.json()
        #expect(ending.status == 0)
        #expect(result.text("sentence") == "the only paid session of the period is granted")
        #expect(result.number("paid_sessions.paid") == 1)
        #expect(result.number("paid_sessions.granted") == 1)
        #expect(result.objects("runs").map { $0.number("grants.count") } == [1])
        #expect(result.objects("runs").map { $0.number("paid_sessions.granted") } == [1])
    }

    @Test func theNightsGoOnWhereTheyStood() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        let watermarks = try night.watermarks()
        #expect(watermarks.count == 1)
        #expect(try night.program.run("backfill", "--apply", "--last", "9d").status == 0)
        #expect(try night.watermarks() == watermarks)
    }

    /// The nightly run holds the lease: the backfill is told so and changes nothing; afterwards there is nothing left to do.
    @Test func aBackfillThatMeetsTheNightlyRunIsTurnedAway() async throws {
        let gate = Gate(path: "/v1/charges")
        let night = try await OneMissedSale(fault: gate.pass)
        let nightly = try night.program.start(night.applied)
        try #require(gate.isReached())
        let backfill = try night.program.run("backfill", "--quiet", "--apply", "--last", "9d")
        #expect(backfill.status == 75)
        #expect(backfill.notes.contains("another run is at work on this ledger"), "\(backfill.notes)")
        #expect(backfill.output.contains("is incomplete; type it again to go on"), "\(backfill.output)")
        gate.open()
        #expect(try nightly.ending().status == 0)
        #expect(try night.program.run("backfill", "--apply", "--last", "9d").status == 0)
        #expect(try night.balance() == 50)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: @Sendable (OneMissedSale) -> [String]
        let status: Int32
        let says: String
    }

    static let wrong = [
        Case(testDescription: "nothing asked", arguments: { _ in [] }, status: 64, says: "Give one of --since"),
        Case(
            testDescription: "two ways at once",
            arguments: { _ in ["--last", "7d", "--user", OneMissedSale.buyer] },
            status: 64,
            says: "not several"
        ),
        Case(
            testDescription: "an end alone",
            arguments: { ["--until", $0.instant(daysAgo: 1)] },
            status: 64,
            says: "Give one of --since"
        ),
        Case(
            testDescription: "a period in the future",
            arguments: { ["--since", $0.instant(daysAgo: -2), "--until", $0.instant(daysAgo: -1)] },
            status: 64,
            says: "lies in the future"
        ),
        Case(
            testDescription: "an end in the future",
            arguments: { ["--since", $0.instant(daysAgo: 2), "--until", $0.instant(daysAgo: -1)] },
            status: 64,
            says: "--until"
        ),
        Case(
            testDescription: "an inverted period",
            arguments: { ["--since", $0.instant(daysAgo: 1), "--until", $0.instant(daysAgo: 2)] },
            status: 64,
            says: "--since must be earlier than --until"
        ),
        Case(
            testDescription: "no zone",
            arguments: { _ in ["--since", "2026-03-29T02:30:00"] },
            status: 64,
            says: "names no zone; write 2026-03-29T02:30:00Z for UTC"
        ),
        Case(testDescription: "no time", arguments: { _ in ["--last", "a week"] }, status: 64, says: "is no time"),
        Case(
            testDescription: "a window of an hour",
            arguments: { _ in ["--last", "7d", "--window", "1h"] },
            status: 64,
            says: "at least one day"
        ),
        Case(
            testDescription: "an unknown session",
            arguments: { _ in ["--session", "cs_test_nobody"] },
            status: 64,
            says: "Stripe knows no checkout session cs_test_nobody in this account and mode"
        ),
        Case(
            testDescription: "an unknown payment intent",
            arguments: { _ in ["--session", "pi_nobody"] },
            status: 64,
            says: "Stripe knows no payment intent pi_nobody"
        ),
        Case(
            testDescription: "a session of the other mode",
            arguments: { _ in ["--session", "cs_live_A"] },
            status: 78,
            says: "cs_live_A is of live mode, and the Stripe key is a test key"
        ),
        Case(
            testDescription: "another kind of id",
            arguments: { _ in ["--session", "evt_1"] },
            status: 64,
            says: "evt_1 is no id that a backfill starts from"
        ),
        Case(
            testDescription: "a customer",
            arguments: { _ in ["--session", "cus_B"] },
            status: 64,
            says: "tieout backfill --user"
        ),
        Case(
            testDescription: "no id at all",
            arguments: { _ in ["--session", "../charges"] },
            status: 64,
            says: "is no id of Stripe's"
        ),
        Case(
            testDescription: "an unknown buyer",
            arguments: { _ in ["--user", "b0e1f7a0-0000-4000-8000-00000000dead"] },
            status: 64,
            says: "the ledger knows no buyer"
        ),
    ]

    @Test(arguments: wrong) func whatMakesNoSenseIsSaidAndChangesNothing(_ wrong: Case) async throws {
        let night = try await OneMissedSale()
        let before = try Books(of: night.database)
        let ending = try night.program.run(["backfill", "--apply"] + wrong.arguments(night))
        #expect(ending.status == wrong.status, "\(ending.output)\(ending.notes)")
        #expect(ending.notes.contains(wrong.says), "\(ending.notes)")
        #expect(ending.output == "")
        #expect(try Books(of: night.database) == before)
        #expect(try night.program.run("runs", "--output", "json").json().objects("runs").isEmpty)
    }

    /// Germany puts its clocks back at 2026-10-25T03:00+02:00: from then on the same hour comes again. Instants with their
    /// offsets say which is meant.
    @Test func aPeriodAcrossAClockChangeIsWhatItsOffsetsSay() async throws {
        let night = try await OneMissedSale()
        let ending = try night.program.run(
            "backfill",
            "--output",
            "json",
            "--since",
            "2026-10-25T02:30:00+02:00",
            "--until",
            "2026-10-25T02:30:00+01:00"
        )
        let result = try ending.json()
        #expect(result.text("period.since") == "2026-10-25T00:30:00Z")
        #expect(result.text("period.cut_off") == "2026-10-25T01:30:00Z")
        #expect(result.text("sentence") == "there are no paid sessions of the period")
    }
}
