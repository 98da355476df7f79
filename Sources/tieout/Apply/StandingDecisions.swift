import PostgresLedger
import Reconciliation
import Reports

/// The recorded decisions that a run heeds, as the plan takes them.
struct StandingDecisions {
    /// What was approved: an approval for each plan and approver, oldest first.
    private(set) var approvals: [Approval] = []
    /// What was declined.
    private(set) var declined: [DeclinedCorrection] = []

    /// The decisions that count now: approvals are as old as a plan may be at the most.
    ///
    /// - Throws: `PostgresError`.
    init(in ledger: PostgresLedger, planAge: Int64) async throws {
        let since = try await ledger.databaseNow() - planAge
        self.init(try await ledger.standingDecisions(approvedSince: since))
    }

    init(_ decisions: [RecordedDecision]) {
        for decision in decisions {
            switch decision.verdict {
            case .approved: approve(decision)
            case .declined:
                declined.append(
                    DeclinedCorrection(
                        stripeID: decision.stripeID,
                        fingerprint: decision.fingerprint,
                        reviewed: decision.reviewed?.correction,
                        decline: Decline(by: decision.decidedBy, at: decision.decidedAt, reason: decision.reason)
                    )
                )
            }
        }
    }

    /// What nobody can read any more is approved by nobody.
    private mutating func approve(_ decision: RecordedDecision) {
        guard let reviewed = decision.reviewed else { return }
        let place = approvals.firstIndex { $0.plan == decision.run && $0.approvedBy == decision.decidedBy }
        if let place {
            approvals[place].corrections.append(reviewed)
        } else {
            approvals.append(Approval(plan: decision.run, approvedBy: decision.decidedBy, corrections: [reviewed]))
        }
    }
}

extension RecordedDecision {
    /// The correction as it was reviewed; nil where its JSON is no plan's entry, or one of something else.
    fileprivate var reviewed: PlannedCorrection? {
        guard let planned = PlanDocument.Entry(json: correction)?.planned,
            planned.correction.stripeID == stripeID, planned.correction.fingerprint == fingerprint
        else { return nil }
        return planned
    }
}
