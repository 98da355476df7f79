import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// Of all that was decided, what a run heeds: the newest word, unless it is of a plan that could not know of an older one.
@Suite struct StandingDecisionTests: DecidedPlans {
    let database: TestDatabase
    let ledger: PostgresLedger

    init() async throws {
        (database, ledger) = try await Self.make()
        try await plan(Self.run, by: "cron", hash: Self.hash)
    }

    /// The decisions of one night after the other: the clock of the database dates them, and the tests make it go on.
    @Test func whatWasDecidedLastCounts() async throws {
        let second = try #require(RunID("20261124T021500Z-nightly-0001"))
        try await plan(second, by: "cron", hash: "cd34")
        try await ledger.record(decision(of: ["cs_test_A", "cs_test_B", "cs_test_C"]))
        try database.connect().execute(
            script: "UPDATE tieout.decision SET decided_at = decided_at - interval '1 day'"
        )
        try await ledger.record(decision(.declined, of: ["cs_test_A"], in: second, hash: "cd34", by: "Bert"))
        try await ledger.record(decision(.approved, of: ["cs_test_C"], in: second, hash: "cd34", by: "Bert"))
        let now = try await ledger.databaseNow()
        #expect(
            try await standing().sorted() == [
                "cs_test_A declined by Bert", "cs_test_B approved by Anna Weber", "cs_test_C approved by Bert",
            ]
        )
        #expect(try await standing(since: now - .hour) == ["cs_test_A declined by Bert", "cs_test_C approved by Bert"])
        #expect(
            try await standing(since: now + .hour) == ["cs_test_A declined by Bert"],
            "declines do not grow old"
        )
        let told = try await ledger.decisions(on: "cs_test_A").map { "\($0.verdict) by \($0.decidedBy)" }
        #expect(told == ["approved by Anna Weber", "declined by Bert"])
        #expect(try await ledger.decisions(on: "refund_not_reversed:cs_test_C").count == 2)
    }

    /// Of two plans that propose the same, the newer one is declined; the older one knows nothing of it.
    @Test func aDeclineIsNotOverruledThroughAnOlderPlan() async throws {
        let second = try #require(RunID("20261124T021500Z-nightly-0001"))
        try await plan(second, by: "cron", hash: "cd34", secondsAgo: .hour)
        try await ledger.record(decision(.declined, of: ["cs_test_A"], in: second, hash: "cd34", by: "Bert"))
        let refused = try await refusal(of: decision(of: ["cs_test_B", "cs_test_A"]))
        guard case .declinedSince(stripeID: "cs_test_A", by: "Bert", in: second, at: _) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(try await refusal(of: decision(.declined, of: ["cs_test_A"])) == nil, "to decline is always possible")
        #expect(try await refusal(of: decision(of: ["cs_test_B"])) == nil, "what nobody declined can be approved")
        let standing = try await standing().sorted()
        #expect(standing == ["cs_test_A declined by Anna Weber", "cs_test_B approved by Anna Weber"])
    }

    /// Only the plan of a run that began after a decline can show it.
    @Test func anApprovalOfALaterPlanLiftsADecline() async throws {
        try await ledger.record(decision(.declined, of: ["cs_test_A"]))
        try database.connect().execute(
            script: "UPDATE tieout.decision SET decided_at = decided_at - interval '1 hour'"
        )
        let second = try #require(RunID("20261124T021500Z-nightly-0001"))
        try await plan(second, by: "cron", hash: "cd34", secondsAgo: 60)
        try await ledger.record(decision(of: ["cs_test_A"], in: second, hash: "cd34", by: "Bert"))
        #expect(try await standing() == ["cs_test_A approved by Bert"])
    }

    /// Two who decide on two plans at the same moment do not see each other's word, and neither does the table.
    @Test(arguments: [-1, 0, 1]) func aDeclineStandsAgainstAnApprovalOfAnOlderPlan(_ minutes: Int) async throws {
        let second = try #require(RunID("20261124T021500Z-nightly-0001"))
        try await plan(second, by: "cron", hash: "cd34", secondsAgo: .hour)
        try await ledger.record(decision(of: ["cs_test_A"]))
        try await ledger.record(decision(.declined, of: ["cs_test_A"], in: second, hash: "cd34", by: "Bert"))
        try database.connect().execute(
            script: """
                UPDATE tieout.decision
                SET decided_at = now() - CASE verdict WHEN 'declined' THEN interval '\(minutes) minutes' ELSE interval '0' END
                """
        )
        #expect(try await standing() == ["cs_test_A declined by Bert"])
    }

    /// The credits were taken, and somebody gave them back by hand: for a second time a second approval is needed.
    @Test func anApprovalIsForOnePosting() async throws {
        try await ledger.record(decision(of: ["cs_test_A", "cs_test_B"]))
        try database.connect().execute(
            script: """
                INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at) VALUES
                    ('cs_test_A', 'take_back:12:0', 'later', 'refund_not_reversed:cs_test_A', now() + interval '1 minute'),
                    ('cs_test_B', 'grant', 'later', 'missed_purchase:cs_test_B', now() + interval '1 minute'),
                    ('cs_test_B', 'take_back:12:0', 'earlier', 'refund_not_reversed:cs_test_B', now() - interval '1 day')
                """
        )
        #expect(try await standing() == ["cs_test_B approved by Anna Weber"])
    }
}
