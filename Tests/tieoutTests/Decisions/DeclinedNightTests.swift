import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// What an approver declined is held, night after night, until the facts change or somebody who can know of it approves.
@Suite struct DeclinedNightTests: DecidedNights {
    /// The sale is due and policy would grant it; Anna knows why it is not to be, until Bert decides otherwise.
    @Test func whatWasDeclinedIsHeldUntilALaterDecisionApprovesIt() async throws {
        let night = try await OneMissedSale()
        #expect(try planned(night).output.contains("would grant 1 purchase"))
        try await anna(night).decide(
            .declined,
            on: plan(night),
            of: "missed_purchase:cs_test_A",
            because: "paid by invoice as well"
        )
        // Runs are dated to the second: the next one begins in a later second than the decline.
        try night.database.connect().execute(
            script: "UPDATE tieout.decision SET decided_at = decided_at - interval '1 second'"
        )

        for _ in 1...2 {
            let held = try night.program.run(night.applied)
            #expect(held.status == 2, "\(held.output)\(held.notes)")
            #expect(held.output.contains("held        1: a person declined it"), "\(held.output)")
        }
        #expect(try movements(night) == [])
        #expect(try findings(night).contains(/declined by Anna Weber on \S+Z: paid by invoice as well/))
        let entries = try JSONObject(String(contentsOfFile: plan(night), encoding: .utf8)).objects("corrections")
        #expect(entries.compactMap { $0.text("hold_reason") } == ["declined"])

        try await bert(night).decide(
            .approved,
            on: plan(night),
            of: "missed_purchase:cs_test_A",
            because: "the invoice was void"
        )
        let posted = try night.program.run(night.applied)
        #expect(posted.status == 0, "\(posted.output)\(posted.notes)")
        #expect(try movements(night) == ["cs_test_A grant 50 guard Bert Kuhn"])
    }

    /// Anna declines what the newest plan proposes; the plan of the run before proposes it as well.
    @Test func aDeclineIsNotOverruledThroughThePlanOfTheRunBefore() async throws {
        let night = try await OneMissedSale()
        _ = try planned(night)
        let old = "\(night.program.folder.path)/old.json"
        try String(contentsOfFile: plan(night), encoding: .utf8).write(toFile: old, atomically: false, encoding: .utf8)
        _ = try planned(night)
        let grant = "missed_purchase:cs_test_A"
        try await anna(night).decide(.declined, on: plan(night), of: grant, because: "paid by invoice as well")
        let error = await #expect(throws: DecisionError.self) {
            try await bert(night).decide(.approved, on: old, of: grant)
        }
        guard case .refused(.declinedSince(stripeID: "cs_test_A", by: "Anna Weber", in: _, at: _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try night.program.run(night.applied).output.contains("held        1: a person declined it"))
        #expect(try night.balance() == 0)
    }

    /// A take-back would need a person's word anyway: who approves one that was declined knows of the decline.
    @Test func anApprovalGivenWithTheCommandLiftsNoDeclineThatItsPlanDidNotShow() async throws {
        let night = try await refundedNight()
        let run = try String(contentsOfFile: plan(night), encoding: .utf8)
        let old = "\(night.program.folder.path)/old.json"
        try run.write(toFile: old, atomically: false, encoding: .utf8)
        try await anna(night).decide(.declined, on: old, because: "goodwill")

        let unaware = try night.program.run("apply", old, "--approved-by", "Bert Kuhn")
        #expect(unaware.status == 2, "\(unaware.output)\(unaware.notes)")
        #expect(unaware.output.contains(/skipped     1: declined by Anna Weber on \S+: goodwill \(cs_test_A\)/))
        #expect(try night.balance() == 50)

        let aware = try night.program.run("apply", plan(night), "--approved-by", "Bert Kuhn")
        #expect(aware.status == 0, "\(aware.output)\(aware.notes)")
        #expect(try night.balance() == 25)
    }

    /// A decline is of what was reviewed: with a refund it is another case.
    @Test func aDeclineEndsWhenTheFactsChange() async throws {
        let night = try await OneMissedSale()
        _ = try planned(night)
        try await anna(night).decide(.declined, on: plan(night), of: "missed_purchase:cs_test_A")
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 500, at: night.now - 86_400) }
        let changed = try night.program.run(night.applied)
        #expect(changed.output.contains("held        1: part of the payment was refunded"), "\(changed.output)")
        #expect(!changed.output.contains("declined"))
        #expect(try night.balance() == 0)
    }
}
