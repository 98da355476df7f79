import Reconciliation
import Testing

/// A person approved a plan; later the same period is examined again. What may be posted is what was reviewed.
@Suite struct ApprovalTests {
    /// A correction of a sale of 50 credits for $20.00.
    func correction(
        _ kind: FindingKind = .missedPurchase,
        _ session: String = "cs_1",
        credits: Int64 = 50,
        facts: [String: String] = [:]
    ) throws -> Correction {
        let finding = Finding(
            kind: kind,
            severity: kind.severity,
            fingerprint: "\(kind.rawValue):\(session)",
            stripeID: session,
            userID: "user-1",
            currency: .usd,
            expectedMinor: 2_000,
            credits: credits,
            detail: facts
        )
        return try #require(Correction(of: finding))
    }

    /// What a plan of today comes to under the approval of an earlier one.
    func approved(
        _ reviewed: [(Correction, Decision)],
        now: [(Correction, Decision)],
        protection: Protection? = nil
    ) -> ApprovedPlan {
        let plan = CorrectionPlan(
            corrections: now.map { PlannedCorrection(correction: $0, decision: $1, protection: protection) }
        )
        let approval = Approval(
            plan: RunID(startedAt: Instant(secondsSinceEpoch: 0), command: "nightly", suffix: 1),
            approvedBy: "Anna",
            corrections: reviewed.map { PlannedCorrection(correction: $0, decision: $1) }
        )
        return plan.under([approval])
    }

    /// What an approval lifts once the reviewer saw it, and what it lifts only then.
    static let lifted: [HoldReason] = [
        .partlyRefunded, .disputed, .ambiguousMovement, .needsApproval, .promiseUnproven, .lateWebhook, .overGrantLimit,
        .overBuyerLimit, .overRunLimit, .circuitBreaker, .declined,
    ]
    static let liftedUnseen: [HoldReason] = [
        .lateWebhook, .overGrantLimit, .overBuyerLimit, .overRunLimit, .circuitBreaker,
    ]

    @Test(arguments: HoldReason.allCases)
    func aReasonThatTheReviewerSawIsLiftedUnlessNoWordCanMakeItRight(_ reason: HoldReason) throws {
        let sale = try correction()
        let approved = approved([(sale, .held(reason))], now: [(sale, .held(reason))])
        if Self.lifted.contains(reason) {
            #expect(approved.plan.corrections.map(\.decision) == [.allowed])
            #expect(approved.plan.corrections.map(\.protection) == [.approval])
            #expect(approved.skipped == [])
        } else {
            #expect(approved.plan.corrections.map(\.decision) == [.held(reason)])
            #expect(approved.skipped.map(\.reason) == [reason.sentence])
        }
        #expect(reason.mayBeLifted == Self.lifted.contains(reason))
    }

    /// The sale was due when it was approved; meanwhile the buyer's bank disputes it.
    @Test(arguments: HoldReason.allCases)
    func aReasonOfTheSaleThatCameLaterIsNotLifted(_ reason: HoldReason) throws {
        let sale = try correction()
        let approved = approved([(sale, .allowed)], now: [(sale, .held(reason))])
        let isLifted = Self.liftedUnseen.contains(reason)
        #expect(approved.plan.corrections.map(\.decision) == [isLifted ? .allowed : .held(reason)])
        #expect(approved.skipped.map(\.reason) == (isLifted ? [] : [reason.sentence]))
    }

    @Test func whatNeededNoWordKeepsTheProtectionThatItHas() throws {
        let sale = try correction()
        let approved = approved([(sale, .held(.lateWebhook))], now: [(sale, .allowed)], protection: .timePassed)
        #expect(approved.plan.corrections.map(\.protection) == [.timePassed])
        #expect(approved.skipped == [])
    }

    @Test func whatWasNotApprovedWaits() throws {
        let (first, second, third) = (
            try correction(), try correction(.missedPurchase, "cs_2"), try correction(.missingPaymentLog, "pi_3")
        )
        let approved = approved(
            [(first, .allowed)],
            now: [(first, .allowed), (second, .allowed), (third, .allowed)]
        )
        #expect(approved.plan.corrections.map(\.decision) == [.allowed, .held(.notApproved), .held(.notApproved)])
        #expect(approved.skipped == [])
    }

    @Test func whatIsNoLongerFoundIsSkipped() throws {
        let approved = approved([(try correction(), .allowed)], now: [])
        #expect(approved.plan.corrections == [])
        #expect(approved.skipped.map(\.reason) == ["what it answers is no longer open"])
    }

    @Test func whatHasChangedIsSkippedWithWhatItWasAndIs() throws {
        let reviewed = try correction(facts: ["refunded_minor": "500"])
        let changes: [((inout Correction) -> Void, String)] = [
            ({ $0.userID = "user-2" }, "it is about another buyer now"),
            ({ $0.credits = 40 }, "credits: 50 when it was approved, 40 now"),
            ({ $0.amount = nil }, "amount: 20.00 USD when it was approved, none now"),
            ({ $0.facts["refunded_minor"] = "900" }, "refunded_minor: 500 when it was approved, 900 now"),
        ]
        for (change, reason) in changes {
            var changed = reviewed
            change(&changed)
            let approved = approved([(reviewed, .held(.partlyRefunded))], now: [(changed, .held(.partlyRefunded))])
            #expect(approved.skipped.map(\.reason) == [reason])
            #expect(approved.plan.allowed == [])
            // What the plan said may be posted is not posted either once it is something else.
            let free = self.approved([(reviewed, .allowed)], now: [(changed, .allowed)])
            #expect(free.plan.corrections.map(\.decision) == [.held(.changedSincePlan)])
        }
    }

    /// A sale was granted twice and then refunded: the second grant goes first, so that each goes down to what it says.
    @Test func ofOneSaleTheTakeBackThatLeavesMoreComesFirst() throws {
        let refund = try correction(.refundNotReversed, facts: ["kept_credits": "0"])
        let duplicate = try correction(.duplicateGrant, facts: ["granted_credits": "100"])
        let grant = try correction(.missedPurchase, "cs_2")
        let plan = CorrectionPlan(
            corrections: [refund, duplicate, grant].map { PlannedCorrection(correction: $0, decision: .allowed) }
        )
        #expect(plan.allowedMovements.map(\.correction) == [grant, duplicate, refund])
        #expect([refund, duplicate].map(\.keptCredits) == [0, 50])
    }
}
