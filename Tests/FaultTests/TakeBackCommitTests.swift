import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The connection breaks in the COMMIT of a take-back: it is asked for by key, and taken once.
@Suite struct TakeBackCommitTests {
    @Test(arguments: CommitProxy.Break.allCases) func isTakenOnce(_ manner: CommitProxy.Break) async throws {
        let night = try await FaultNight()
        #expect(try night.run().status == 0)
        night.stripe.account.update { account in
            _ = account.refund("ch_done", amount: 1_000, at: Int64(Date().timeIntervalSince1970) - 3_600)
        }
        #expect(try night.run().status == 2)

        let proxy = try CommitProxy(
            to: night.database.serverFolder,
            breakingAfter: "take_back_8_record",
            manner
        )
        let plan = "\(night.program.folder.path)/reports/latest/plan.json"
        let apply = ["apply", plan, "--approved-by", "Anna Weber"] + night.arguments.suffix(4)
        let broken = try night.program.with(["DATABASE_URL": proxy.url(of: night.database.name)]).run(apply)
        #expect(proxy.hasBroken)
        #expect([0, 69].contains(broken.status), "\(broken.output)\(broken.notes)")

        try night.database.waitUntilNobodyIsConnected()
        _ = try night.program.run(apply)
        #expect(try night.run().status == 0)
        let taken = try night.database.connect().query(
            """
            SELECT concat_ws(' ', movement.amount, movement.reference_id, correction.action) AS line
            FROM public.credit_transactions AS movement
            JOIN tieout.correction AS correction
                ON correction.stripe_id = movement.reference_id AND correction.action LIKE 'take\\_back:%'
            WHERE movement.amount < 0
            """
        )
        #expect(try taken.map { try $0.text("line") } == ["-25 cs_test_done take_back:50:25"])
        #expect(try GrantAudit(of: night.database).brokenChains == [])
        Figures.add(1, "COMMITs of a take-back without an answer", row: 8, test: "TakeBackCommitTests.isTakenOnce")
    }
}
