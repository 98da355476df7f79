import Reconciliation
import Testing

@Suite struct CorrectionPlanTests {
    let complete = CorrectionPolicy(listsAreComplete: true, lateWebhooks: guarded)
    let incomplete = CorrectionPolicy(listsAreComplete: false, lateWebhooks: guarded)
    static let guarded = LateWebhooks(guardIsInForce: true, now: Instant(secondsSinceEpoch: 1_795_500_000))

    /// What a rule would report of that kind, with all that a correction needs.
    func finding(_ kind: FindingKind, hold: String? = nil) -> Finding {
        Finding(
            kind: kind,
            severity: kind.severity,
            fingerprint: "\(kind.rawValue):cs_1",
            stripeID: "cs_1",
            ledgerID: "row-1",
            userID: "user-1",
            currency: .usd,
            expectedMinor: 2_000,
            recordedMinor: 0,
            credits: 50,
            occurredAt: Instant(secondsSinceEpoch: 1_795_400_100),
            detail: hold.map { ["hold": $0] } ?? [:]
        )
    }

    /// The plan of one of each kind, as lines `kind action decision`.
    func lines(of plan: CorrectionPlan) -> [String] {
        plan.corrections.map { planned in
            let decision =
                switch planned.decision {
                case .allowed: "allowed"
                case .held(let reason): "held: \(reason.rawValue)"
                }
            return "\(planned.correction.fingerprint.prefix { $0 != ":" }) \(planned.correction.action) \(decision)"
        }
    }

    /// What becomes of the finding's correction.
    func decision(on finding: Finding, _ policy: CorrectionPolicy) -> Decision? {
        CorrectionPlan(for: [finding], under: policy).corrections.first?.decision
    }

    @Test func eachKindIsCorrectedAsFarAsItMayBe() {
        let plan = CorrectionPlan(for: FindingKind.allCases.map { finding($0) }, under: complete)
        #expect(
            lines(of: plan) == [
                "missed_purchase grant allowed",
                "failed_fulfilment grant allowed",
                "uncredited_purchase grant held: needs_approval",
                "unrecorded_grant recordPurchase allowed",
                "duplicate_grant takeBack held: needs_approval",
                "phantom_grant takeBack held: needs_approval",
                "stale_checkout syncCheckout allowed",
                "refund_not_reversed takeBack held: needs_approval",
                "dispute_not_reversed takeBack held: needs_approval",
                "missing_payment_log recordPayment allowed",
                "payment_status_mismatch syncPayment allowed",
                "missing_invoice_log recordInvoice allowed",
                "invoice_amount_mismatch syncInvoice allowed",
                "invoice_status_mismatch syncInvoice allowed",
            ]
        )
    }

    @Test func noGrantIsPostedWhenAListIsIncompleteButLogRowsAre() {
        let plan = CorrectionPlan(for: FindingKind.allCases.map { finding($0) }, under: incomplete)
        #expect(plan.allowedGrants == [])
        #expect(
            lines(of: plan).prefix(4) == [
                "missed_purchase grant held: incomplete_lists",
                "failed_fulfilment grant held: incomplete_lists",
                "uncredited_purchase grant held: needs_approval",
                "unrecorded_grant recordPurchase allowed",
            ]
        )
        #expect(plan.allowed.count == 7)
    }

    @Test(arguments: HoldReason.allCases, [FindingKind.missedPurchase, .failedFulfilment, .uncreditedPurchase])
    func aGrantWaitsForTheReasonThatItsRuleStates(_ reason: HoldReason, _ kind: FindingKind) {
        let held = finding(kind, hold: reason.rawValue)
        #expect(decision(on: held, complete) == .held(reason))
        #expect(decision(on: held, incomplete) == .held(reason))
        #expect(CorrectionPlan(for: [held], under: complete).held.map(\.reason) == [reason])
    }

    @Test(arguments: ["", "new_reason", "DISPUTED", "none", "false"])
    func aReasonThatNobodyKnowsHoldsToo(_ hold: String) {
        #expect(decision(on: finding(.missedPurchase, hold: hold), complete) == .held(.needsApproval))
    }

    @Test(arguments: FindingKind.allCases.filter { $0.action.map { !$0.movesCredits } ?? false })
    func aHoldIsForGrantsOnly(_ kind: FindingKind) {
        #expect(decision(on: finding(kind, hold: "disputed"), complete) == .allowed)
    }

    @Test(arguments: [FindingKind.missedPurchase, .failedFulfilment, .uncreditedPurchase])
    func nothingIsGrantedWithoutABuyerOrCreditsOrASession(_ kind: FindingKind) {
        let incomplete: [(inout Finding) -> Void] = [
            { $0.userID = nil }, { $0.credits = nil }, { $0.credits = 0 }, { $0.credits = -50 }, { $0.stripeID = nil },
        ]
        let planned = incomplete.map { spoil in
            var spoiled = finding(kind)
            spoil(&spoiled)
            return CorrectionPlan(for: [spoiled], under: complete).corrections.count
        }
        #expect(planned == [0, 0, 0, 0, 0])
    }

    @Test func aLogRowNeedsNeitherBuyerNorCredits() {
        var payment = finding(.missingPaymentLog)
        (payment.userID, payment.credits) = (nil, nil)
        #expect(CorrectionPlan(for: [payment], under: complete).allowed.map(\.action) == [.recordPayment])
    }

    @Test func aCorrectionCarriesItsFindingsFacts() throws {
        var paid = finding(.missedPurchase)
        paid.detail = ["package_id": "creative", "payment_intent": "pi_1"]
        let correction = try #require(Correction(of: paid))
        #expect(correction.action == .grant)
        #expect(correction.stripeID == "cs_1")
        #expect(correction.fingerprint == "missed_purchase:cs_1")
        #expect(correction.userID == "user-1")
        #expect(correction.ledgerID == "row-1")
        #expect(correction.credits == 50)
        #expect(correction.amount == Money(minorUnits: 2_000, .usd))
        #expect(correction.occurredAt == paid.occurredAt)
        #expect(correction.facts == ["package_id": "creative", "payment_intent": "pi_1"])
    }

    @Test func anAmountWithoutACurrencyIsNoAmount() throws {
        var paid = finding(.missedPurchase)
        paid.currency = nil
        #expect(try #require(Correction(of: paid)).amount == nil)
    }

    @Test func theSameFindingsGiveTheSamePlanInTheirOrder() {
        let findings = FindingKind.allCases.reversed().map { finding($0) }
        let plan = CorrectionPlan(for: findings, under: complete)
        #expect(plan == CorrectionPlan(for: findings, under: complete))
        #expect(
            plan.corrections.map(\.correction.fingerprint)
                == findings.filter { $0.kind.action != nil }.map(\.fingerprint)
        )
        #expect(plan.allowed.count + plan.held.count == plan.corrections.count)
    }

    @Test func onlyAGrantAndATakeBackMoveCredits() {
        #expect(CorrectionAction.allCases.filter(\.movesCredits) == [.grant, .takeBack])
    }
}
