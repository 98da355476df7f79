import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// What approvers recorded in the database is heeded by the job: approved is posted once, declined is held, and neither counts
/// for anything else than what was reviewed.
@Suite struct DecidedNightTests: DecidedNights {
    @Test func anApprovedTakeBackIsPostedByTheNextNightAndByNoneAfter() async throws {
        let night = try await refundedNight()
        try await anna(night).decide(.approved, on: plan(night), because: "the customer was told")

        let waiting = try planned(night)
        #expect(waiting.status == 2)
        #expect(
            waiting.output.contains("approved    1 correction, by Anna Weber, for a run with --apply to post"),
            "\(waiting.output)"
        )
        #expect(try findings(night).contains("approved by Anna Weber: the next run with --apply posts it"))
        #expect(try night.balance() == 50)

        let posted = try night.program.run(night.applied)
        #expect(posted.status == 0, "\(posted.output)\(posted.notes)")
        #expect(posted.output.contains("approved    1 correction, by Anna Weber\n"))
        #expect(posted.output.contains("took back   25 credits of 1 sale"))
        #expect(try night.balance() == 25)

        let after = try night.program.run(night.applied + ["--output", "json"])
        #expect(after.status == 0)
        #expect(try after.json().number("decisions.approved") == 0)
        #expect(try night.balance() == 25)
        let expected = ["cs_test_A grant 50 guard nobody", "cs_test_A take_back:50:25 25 approval Anna Weber"]
        #expect(try movements(night) == expected)

        let story = try night.program.run("explain", "cs_test_A")
        let decision = /approved by Anna Weber in the plan of run \S+: the customer was told/
        #expect(story.output.contains(decision), "\(story.output)")
        let told = try night.program.run("explain", "cs_test_A", "--output", "json").json().objects("decisions")
        #expect(told.map { $0.text("decided_by") } == ["Anna Weber"])
    }

    /// The webhook of a sale of this morning is still on its way, and its approver saw only that part of it was refunded.
    @Test func aSaleOfTodayThatNothingProtectsWaitsForWhatItsApproverCouldNotSee() async throws {
        let night = try await OneMissedSale(paidHoursAgo: 3, refunded: 500)
        try night.database.connect().execute(script: "DROP INDEX public.credit_transactions_tieout_guard")
        let event = "evt_cs_test_A_checkout.session.completed"
        night.stripe.account.update { $0.events[event].pendingWebhooks = 1 }
        #expect(try night.program.run(night.applied).status == 2)
        try await anna(night).decide(.approved, on: plan(night), of: "missed_purchase:cs_test_A")
        let waiting = try night.program.run(night.applied)
        #expect(try movements(night) == [], "\(waiting.output)")
        #expect(try night.balance() == 0)

        // It was delivered and gave nothing: now the approval is all that was missing.
        night.stripe.account.update { $0.events[event].pendingWebhooks = 0 }
        let posted = try night.program.run(night.applied)
        #expect(try movements(night) == ["cs_test_A grant 50 approval Anna Weber"], "\(posted.output)\(posted.notes)")
    }

    @Test func anApprovalOfWhatHasChangedSincePostsNothing() async throws {
        let night = try await OneMissedSale(refunded: 500)
        _ = try planned(night)
        try await anna(night).decide(.approved, on: plan(night))
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 400, at: night.now - 80_000) }
        let changed = try night.program.run(night.applied)
        #expect(changed.status == 2)
        #expect(
            changed.output.contains("skipped     1: refunded_minor: 500 when it was approved, 900 now (cs_test_A)"),
            "\(changed.output)"
        )
        #expect(try movements(night) == [])
    }

    /// Whoever could edit the table makes of an approval at most one that fits nothing.
    @Test(
        arguments: [
            ("{credits}", "5000"), ("{user_id}", #""b0e1f7a0-0000-4000-8000-000000000002""#), ("{amount_minor}", "1"),
            ("{action}", #""grant_all""#), ("{facts}", "null"), ("{action}", #""sync_payment""#),
        ]
    )
    func anEditedCorrectionPostsNothingElse(_ path: String, _ value: String) async throws {
        let night = try await refundedNight()
        try await anna(night).decide(.approved, on: plan(night))
        try night.database.connect().execute(
            script: "UPDATE tieout.decision SET correction = jsonb_set(correction, '\(path)', '\(value)')"
        )
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 2, "\(ending.output)\(ending.notes)")
        #expect(try night.balance() == 50)
        #expect(try movements(night) == ["cs_test_A grant 50 guard nobody"])
    }

    /// Inserted past all checks of the program, by whoever has an approver's rights.
    struct Forged: CustomTestStringConvertible {
        let testDescription: String
        let decidedBy: String
        let hash: String
    }

    static let forged = [
        Forged(testDescription: "by who planned it", decidedBy: "started_by", hash: "plan_hash"),
        Forged(
            testDescription: "by their e-mail address",
            decidedBy: "upper(started_by) || '@firm.example'",
            hash: "plan_hash"
        ),
        Forged(testDescription: "on another plan", decidedBy: "'Anna Weber'", hash: "'abc'"),
    ]

    @Test(arguments: forged) func aDecisionThatMayNotBeCountsForNothing(_ forged: Forged) async throws {
        let night = try await refundedNight()
        try await TestRoles.make(in: night.database)
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: plan(night))))
        let entries = try #require((file as? [String: Any])?["corrections"] as? [[String: Any]])
        let json = String(decoding: try JSONSerialization.data(withJSONObject: entries[0]), as: UTF8.self)
        let session = try Connection(night.database.settings(as: TestRoles.approver))
        try session.execute(
            script: """
                INSERT INTO tieout.decision
                    (stripe_id, fingerprint, run_id, plan_hash, verdict, decided_by, reason, correction)
                SELECT 'cs_test_A', 'refund_not_reversed:cs_test_A', run_id, \(forged.hash), 'approved', \(forged.decidedBy),
                    'forged', '\(json.replacing("'", with: "''"))'
                FROM tieout.run ORDER BY run_id DESC LIMIT 1
                """
        )
        let ending = try night.program.run(night.applied + ["--output", "json"])
        #expect(ending.status == 2, "\(ending.output)\(ending.notes)")
        #expect(try ending.json().number("decisions.approved") == 0)
        #expect(try night.balance() == 50)
    }

    @Test func anApprovalThatIsOlderThanAPlanMayBePostsNothing() async throws {
        let night = try await refundedNight()
        try await anna(night).decide(.approved, on: plan(night))
        let session = try night.database.connect()
        try session.execute(script: "UPDATE tieout.decision SET decided_at = now() - interval '7 days 1 minute'")
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 50)
        try session.execute(script: "UPDATE tieout.decision SET decided_at = now() - interval '6 days 23 hours'")
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 25)
    }

    /// Two sales wait; each is approved by somebody else, in plans of two nights, and stands under that name.
    private func twoApprovals() async throws -> OneMissedSale {
        let night = try await OneMissedSale(refunded: 500)
        try night.sellAnother("B", refunded: 500)
        #expect(try night.program.run(night.applied).status == 2)
        try await anna(night).decide(.approved, on: plan(night), of: "missed_purchase:cs_test_A")
        return night
    }

    @Test func eachCorrectionKeepsItsOwnApprover() async throws {
        let night = try await twoApprovals()
        #expect(try planned(night).status == 2)
        try await bert(night).decide(.approved, on: plan(night), of: "missed_purchase:cs_test_B")
        let posted = try night.program.run(night.applied)
        #expect(posted.output.contains("approved    2 corrections, by Anna Weber and Bert Kuhn\n"), "\(posted.output)")
        #expect(
            try movements(night).sorted() == [
                "cs_test_A grant 50 approval Anna Weber", "cs_test_B grant 50 approval Bert Kuhn",
            ]
        )
        #expect(try night.balance() == 100)
    }

    /// Log rows and statuses move no credits, and stand under their approver all the same.
    @Test func whatPolicyAllowsIsPostedUnderTheNameOfWhoApprovedIt() async throws {
        let night = try await OneMissedSale()
        _ = try planned(night)
        try await anna(night).decide(.approved, on: plan(night), of: "missed_purchase:cs_test_A")
        try await bert(night).decide(.approved, on: plan(night), of: "stale_checkout:cs_test_A")
        #expect(try night.program.run(night.applied).status == 0)
        let rows = try night.database.connect().query(
            """
            SELECT concat_ws(' ', action, coalesce(approved_by, 'nobody')) AS line
            FROM tieout.correction WHERE action IN ('grant', 'sync_checkout', 'record_payment') ORDER BY 1
            """
        )
        #expect(
            try rows.map { try $0.text("line") } == [
                "grant Anna Weber", "record_payment nobody", "sync_checkout Bert Kuhn",
            ]
        )
    }

    @Test func applyWithoutANamePostsWhatWasApprovedOfThePlan() async throws {
        let night = try await refundedNight()
        let undecided = try night.program.run("apply", plan(night))
        #expect(undecided.status == 64)
        #expect(undecided.notes.contains("nobody has decided on \(plan(night))"), "\(undecided.notes)")
        #expect(undecided.notes.contains("--approved-by NAME"))

        let path = try FileManager.default.destinationOfSymbolicLink(
            atPath: "\(night.program.folder.path)/reports/latest"
        )
        let reviewed = "\(night.program.folder.path)/reports/\(path)/plan.json"
        try await anna(night).decide(.approved, on: reviewed)
        let applied = try night.program.run("apply", reviewed)
        #expect(applied.status == 0, "\(applied.output)\(applied.notes)")
        #expect(applied.output.contains(/approved    the plan of \S+, by Anna Weber\n/))
        #expect(try movements(night).last == "cs_test_A take_back:50:25 25 approval Anna Weber")
        let row = try night.database.connect().query(
            "SELECT approved_by FROM tieout.run WHERE applied_plan IS NOT NULL"
        )
        #expect(try row.map { try $0.text("approved_by") } == ["Anna Weber"])

        let again = try night.program.run("apply", reviewed)
        #expect(again.status == 64)
        #expect(again.notes.contains("waits to be posted: 1 posted"), "\(again.notes)")
        #expect(try night.balance() == 25)
    }

    /// Applied alone, a plan posts nothing of another one.
    @Test func applyTakesTheDecisionsOfItsOwnPlanOnly() async throws {
        let night = try await twoApprovals()
        let first = "\(night.program.folder.path)/first.json"
        try String(contentsOfFile: plan(night), encoding: .utf8)
            .write(toFile: first, atomically: false, encoding: .utf8)
        #expect(try planned(night).status == 2)
        try await bert(night).decide(.approved, on: plan(night), of: "missed_purchase:cs_test_B")
        _ = try night.program.run("apply", first)
        #expect(try movements(night) == ["cs_test_A grant 50 approval Anna Weber"])
    }
}
