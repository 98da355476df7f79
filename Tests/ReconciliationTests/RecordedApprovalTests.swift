import Reconciliation
import Testing

/// Approvals and declines that are recorded, on a night on which nobody is there.
@Suite struct RecordedApprovalTests {
    private let decline = Decline(by: "Bert", at: Instant(secondsSinceEpoch: 0), reason: "goodwill")
    private let run = RunID(startedAt: Instant(secondsSinceEpoch: 0), command: "nightly", suffix: 1)

    private func sale(_ name: String, credits: Int64 = 50) throws -> Correction {
        let finding = Finding(
            kind: .missedPurchase,
            severity: .high,
            fingerprint: "missed_purchase:\(name)",
            stripeID: name,
            userID: "user-1",
            currency: .usd,
            expectedMinor: 2_000,
            credits: credits,
            detail: [:]
        )
        return try #require(Correction(of: finding))
    }

    private func plan(_ corrections: (Correction, Decision)...) -> CorrectionPlan {
        CorrectionPlan(
            corrections: corrections.map {
                PlannedCorrection(correction: $0, decision: $1, protection: .ledgerGuard)
            }
        )
    }

    private func approval(by name: String, _ corrections: (Correction, Decision)...) -> Approval {
        Approval(
            plan: run,
            approvedBy: name,
            corrections: corrections.map { PlannedCorrection(correction: $0, decision: $1) }
        )
    }

    private func lines(_ plan: CorrectionPlan) -> [String] {
        plan.corrections.map { planned in
            [
                planned.correction.stripeID, planned.holdSentence ?? "allowed", planned.protection?.rawValue,
                planned.approvedBy.map { "by \($0)" },
            ].compactMap(\.self).joined(separator: ", ")
        }
    }

    @Test func whatWasApprovedIsPostedBesideWhatPolicyAllows() throws {
        let (first, second, third) = (try sale("cs_1"), try sale("cs_2"), try sale("cs_3"))
        let found = plan((first, .held(.disputed)), (second, .allowed), (third, .held(.partlyRefunded)))
        let approvals = [
            approval(by: "Anna", (first, .held(.disputed)), (second, .allowed)),
            approval(by: "Bert", (third, .held(.partlyRefunded))),
        ]
        let approved = found.with(approvals)
        #expect(
            lines(approved.plan) == [
                "cs_1, allowed, approval, by Anna", "cs_2, allowed, guard, by Anna", "cs_3, allowed, approval, by Bert",
            ]
        )
        #expect(approved.skipped == [])
        #expect(approved.plan.approvers == ["Anna", "Bert"])
        // Until a run posts them the reasons stay.
        #expect(found.waiting(for: approvals).corrections.map(\.decision) == found.corrections.map(\.decision))
        #expect(found.waiting(for: approvals).approved.count == 3)
    }

    @Test func withoutAnApprovalEverythingStaysAsPolicySays() throws {
        let found = plan((try sale("cs_1"), .held(.disputed)), (try sale("cs_2"), .allowed))
        #expect(found.with([]).plan == found)
        #expect(found.with([]).skipped == [])
        #expect(found.waiting(for: []) == found)
    }

    /// What policy allows needs no approval, so one that does not fit does no harm.
    @Test func anApprovalOfSomethingElseDoesNothing() throws {
        let approvals = [
            approval(
                by: "Anna",
                (try sale("cs_1", credits: 40), .held(.disputed)),
                (try sale("cs_2", credits: 40), .allowed)
            )
        ]
        let found = plan((try sale("cs_1"), .held(.disputed)), (try sale("cs_2"), .allowed))
        let approved = found.with(approvals)
        #expect(approved.plan == found)
        #expect(approved.skipped.map(\.reason) == ["credits: 40 when it was approved, 50 now"])
        #expect(found.waiting(for: approvals) == found)
    }

    /// Nobody is there who would notice that it is the wrong ledger.
    @Test func theCircuitBreakerIsLiftedOnlyForWhoSawIt() throws {
        let sale = try sale("cs_1")
        let tripped = plan((sale, .held(.circuitBreaker)))
        #expect(lines(tripped.with([approval(by: "Anna", (sale, .allowed))]).plan) == lines(tripped))
        #expect(tripped.with([approval(by: "Anna", (sale, .held(.circuitBreaker)))]).plan.allowed == [sale])
        #expect(tripped.under([approval(by: "Anna", (sale, .allowed))]).plan.allowed == [sale])
    }

    /// A webhook may still come, and nobody is there who would know: the approval waits until something protects the grant,
    /// unless its approver saw that nothing does.
    @Test func aGrantThatNothingProtectsWaitsAlthoughItWasApproved() throws {
        let sale = try sale("cs_1")
        for reason in [HoldReason.partlyRefunded, .overRunLimit] {
            let approvals = [approval(by: "Anna", (sale, .held(reason)))]
            var found = plan((sale, .held(reason)))
            #expect(found.with(approvals).plan.allowed == [sale], "protected")
            found.corrections[0].protection = nil
            let night = found.with(approvals)
            #expect(night.plan == found)
            #expect(night.skipped.map(\.reason) == [HoldReason.lateWebhook.sentence])
            #expect(found.under(approvals).plan.allowed == [sale], "whoever applies a plan is there")
        }
        var waiting = plan((sale, .held(.lateWebhook)))
        waiting.corrections[0].protection = nil
        #expect(waiting.with([approval(by: "Anna", (sale, .allowed))]).plan == waiting)
        #expect(waiting.with([approval(by: "Anna", (sale, .held(.lateWebhook)))]).plan.allowed == [sale])
    }

    /// The policy says what protects a grant, whatever else holds it.
    @Test func whatProtectsAGrantIsKnownWhateverElseHoldsIt() throws {
        var finding = Finding(
            kind: .missedPurchase,
            severity: .high,
            fingerprint: "missed_purchase:cs_1",
            stripeID: "cs_1",
            userID: "user-1",
            currency: .usd,
            expectedMinor: 2_000,
            credits: 50,
            detail: ["hold": "partly_refunded"]
        )
        for isInForce in [true, false] {
            let late = LateWebhooks(guardIsInForce: isInForce, now: Instant(secondsSinceEpoch: 0))
            let policy = CorrectionPolicy(listsAreComplete: true, lateWebhooks: late)
            let planned = CorrectionPlan(for: [finding], under: policy).corrections
            #expect(planned.map(\.decision) == [.held(.partlyRefunded)])
            #expect(planned.map(\.protection) == [isInForce ? .ledgerGuard : nil])
        }
        finding.kind = .duplicateGrant
        let policy = CorrectionPolicy(
            listsAreComplete: true,
            lateWebhooks: LateWebhooks(guardIsInForce: true, now: Instant(secondsSinceEpoch: 0))
        )
        #expect(
            CorrectionPlan(for: [finding], under: policy).corrections.allSatisfy { $0.protection == nil },
            "a take-back needs none"
        )
    }

    @Test func whatWasDeclinedIsHeldWhateverPolicySays() throws {
        let (first, second) = (try sale("cs_1"), try sale("cs_2"))
        let found = plan((first, .allowed), (second, .held(.disputed)))
        let declined = [first, second].map {
            DeclinedCorrection(stripeID: $0.stripeID, fingerprint: $0.fingerprint, reviewed: $0, decline: decline)
        }
        let held = found.declining(declined)
        let sentence = "declined by Bert on 1970-01-01T00:00:00Z: goodwill"
        #expect(lines(held) == ["cs_1, \(sentence), guard", "cs_2, \(sentence), guard"])
        #expect(held.corrections.map(\.heldOtherwise) == [nil, .disputed])
        // It takes up none of what a run may grant.
        #expect(lines(held.within(GrantLimits(grantsPerRun: 0), granted: [:])) == lines(held))
    }

    @Test func aDeclineIsOfWhatWasReviewed() throws {
        let reviewed = try sale("cs_1")
        let changed = plan((try sale("cs_1", credits: 40), .allowed))
        let declined = { (reviewed: Correction?, sale: String) in
            DeclinedCorrection(
                stripeID: sale,
                fingerprint: "missed_purchase:cs_1",
                reviewed: reviewed,
                decline: decline
            )
        }
        #expect(changed.declining([declined(reviewed, "cs_1")]) == changed)
        #expect(changed.declining([declined(nil, "cs_1")]).allowed == [], "nobody can read what was declined")
        #expect(changed.declining([declined(nil, "cs_2")]) == changed)
    }

    /// Whoever approves a plan that shows the decline has overruled it; what it would wait for all the same has been shown.
    @Test func anApprovalLiftsADeclineThatItsPlanShowed() throws {
        let sale = try sale("cs_1")
        let held = plan((sale, .held(.disputed))).declining([
            DeclinedCorrection(stripeID: "cs_1", fingerprint: sale.fingerprint, reviewed: sale, decline: decline)
        ])
        let aware = Approval(plan: run, approvedBy: "Anna", corrections: held.corrections)
        #expect(lines(held.under([aware]).plan) == ["cs_1, allowed, approval, by Anna"])
        #expect(lines(plan((sale, .held(.disputed))).with([aware]).plan) == ["cs_1, allowed, approval, by Anna"])
        let unaware = held.under([approval(by: "Anna", (sale, .held(.disputed)))])
        #expect(unaware.plan == held)
        #expect(unaware.skipped.map(\.reason) == [decline.sentence])
    }

    /// It was approved and could not be posted: its plan says what the approval lifted, for whoever approves it again.
    @Test func anApprovedPlanShowsWhatTheApprovalLifted() throws {
        let sale = try sale("cs_1")
        let held = plan((sale, .held(.disputed)))
        let approved = held.with([approval(by: "Anna", (sale, .held(.disputed)))]).plan
        #expect(approved.corrections.map(\.heldOtherwise) == [.disputed])
        let again = Approval(plan: run, approvedBy: "Bert", corrections: approved.corrections)
        #expect(lines(held.with([again]).plan) == ["cs_1, allowed, approval, by Bert"])
    }

    @Test(arguments: [
        ("anna", "Anna", true), (" anna ", "ANNA", true), ("anna@firm.example", "anna", true),
        ("Anna@firm.example", "anna@other.example", true), ("anna", "annabel", false), ("anna weber", "anna", false),
        ("@anna", "anna", false), ("anna@firm.example", "firm.example", false), ("Ångström", "ÅNGSTRÖM", true),
    ])
    func namesOfOnePersonAreTold(_ name: String, _ other: String, _ isSame: Bool) throws {
        #expect(try #require(PersonName(name)).mayBe(other) == isSame)
        #expect(try #require(PersonName(other)).mayBe(name) == isSame)
    }
}
