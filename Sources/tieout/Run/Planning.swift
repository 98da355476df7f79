import PostgresLedger
import Reconciliation

/// Makes a run's plan: what the findings call for, under the policy, within the rails.
struct Planning {
    let ledger: PostgresLedger
    let configuration: Configuration
    /// A person's approval of an earlier plan, of a run that applies one.
    let approval: Approval?

    /// The plan, and what whoever reads it has to know first.
    struct Outcome {
        var plan: CorrectionPlan
        /// What was approved and is not posted.
        var skipped: [ApprovedPlan.Skipped] = []
        /// In force against webhooks that come late; nil without the guard.
        var guardIndex: String?
        /// Why the circuit breaker holds every grant; nil when it does not.
        var tripped: String?
    }

    /// Plans the corrections of findings.
    ///
    /// - Throws: `PostgresError`.
    func plan(for findings: [Finding]) async throws -> Outcome {
        let guardIndex = try await ledger.guardFacts()?.index
        let policy = CorrectionPolicy(
            listsAreComplete: true,
            lateWebhooks: LateWebhooks(
                guardIsInForce: guardIndex != nil,
                now: try await ledger.databaseNow(),
                patience: configuration.lateWebhooks
            )
        )
        var plan = CorrectionPlan(for: findings, under: policy)
            .within(configuration.limits, granted: try await ledger.grantedLately())
        let tripped = CircuitBreaker().verdict(on: try await ledger.purchaseDays())
        if tripped != nil { plan = plan.trippingCircuitBreaker() }
        guard let approval else { return Outcome(plan: plan, guardIndex: guardIndex, tripped: tripped) }
        let approved = plan.under(approval)
        return Outcome(plan: approved.plan, skipped: approved.skipped, guardIndex: guardIndex, tripped: tripped)
    }
}
