import Failpoints
import Foundation
import PostgresLedger
import TestSupport
import Testing

/// A run that posts by a recorded decision is killed between the decision and the end, and run again: the credits are taken
/// once, under the approver's name.
@Suite struct DecidedKillTests {
    /// The steps of a take-back's transaction, and what comes before and after it.
    static let moments: [Moment] =
        [.runBegun, .found, .planned, .posted, .foundAgain, .reportPublished, .runEnded].map { Moment(step: $0) }
        + [.claimed, .balanceLocked, .called, .settled].map { Moment(step: $0, after: .planned) }
        + [.committing, .commitSent, .committed].map { Moment(step: $0, after: .claimed, since: .planned) }

    @Test(arguments: moments) func isTakenOnce(_ moment: Moment) async throws {
        let night = try await FaultNight(connections: 1)
        #expect(try night.run().status == 0)
        night.stripe.account.update { account in
            _ = account.refund("ch_done", amount: 1_000, at: Int64(Date().timeIntervalSince1970) - 3_600)
        }
        #expect(try night.run().status == 2)
        let plan = "\(night.program.folder.path)/reports/latest/plan.json"
        try await TestApprover("Anna Weber", in: night.database).decide(.approved, on: plan)

        let watch = Watch(for: moment)
        let listener = try StepListener { if watch.isStruck(by: $0.step) { kill($0.process, SIGKILL) } }
        #expect(try night.run(hearing: listener).status == 128 + SIGKILL)
        #expect(watch.hasCome)
        try night.database.waitUntilNobodyIsConnected()
        for _ in 1...2 { #expect(try night.run().status == 0) }
        let taken = try night.database.connect().query(
            """
            SELECT concat_ws(' ', movement.amount, movement.reference_id, correction.action, correction.approved_by) AS line
            FROM public.credit_transactions AS movement
            JOIN tieout.correction AS correction
                ON correction.stripe_id = movement.reference_id AND correction.action LIKE 'take\\_back:%'
            WHERE movement.amount < 0
            """
        )
        #expect(try taken.map { try $0.text("line") } == ["-25 cs_test_done take_back:50:25 Anna Weber"])
        #expect(try GrantAudit(of: night.database).brokenChains == [])
    }
}
