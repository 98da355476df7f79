import PostgresLedger
import Reconciliation

/// Makes a run's plan: what the findings call for, under the policy, within the rails.
struct Planning {
    let ledger: PostgresLedger
    let configuration: Configuration
    /// The reviewed plan of a run that applies one; nothing else is posted then.
    let applied: AppliedPlan?
    /// Whether the run posts: the guard is tried then, and only its condition is looked at otherwise.
    let posts: Bool

    /// The plan, and what whoever reads it has to know first.
    struct Outcome {
        var plan: CorrectionPlan
        /// What was approved and is not posted.
        var skipped: [ApprovedPlan.Skipped] = []
        /// What is known of the guard against webhooks that come late.
        var guardStanding: GuardStanding
        /// Why the circuit breaker holds every grant; nil when it does not.
        var tripped: String?
    }

    /// Plans the corrections of findings.
    ///
    /// - Throws: `PostgresError`.
    func plan(for findings: [Finding]) async throws -> Outcome {
        let guardStanding = try await guardStanding(for: findings)
        let policy = CorrectionPolicy(
            listsAreComplete: true,
            lateWebhooks: LateWebhooks(
                guardIsInForce: guardStanding.isInForce,
                now: try await ledger.databaseNow(),
                patience: configuration.lateWebhooks
            )
        )
        let decisions = try await StandingDecisions(in: ledger, planAge: configuration.planAge)
        var plan = CorrectionPlan(for: findings, under: policy).declining(decisions.declined)
            .within(configuration.limits, granted: try await ledger.grantedLately())
        let tripped = CircuitBreaker().verdict(on: try await ledger.purchaseDays())
        if tripped != nil { plan = plan.trippingCircuitBreaker() }
        guard applied != nil || posts else {
            return Outcome(
                plan: plan.waiting(for: decisions.approvals),
                guardStanding: guardStanding,
                tripped: tripped
            )
        }
        let approved = applied.map { plan.under($0.approvals) } ?? plan.with(decisions.approvals)
        return Outcome(
            plan: approved.plan,
            skipped: approved.skipped,
            guardStanding: guardStanding,
            tripped: tripped
        )
    }

    /// What is known of the guard now, for the grants that the findings call for.
    private func guardStanding(for findings: [Finding]) async throws -> GuardStanding {
        let grants = findings.compactMap(Correction.init(of:)).filter { $0.action == .grant }
        return try await ledger.guardStanding(for: grants, tries: posts && !grants.isEmpty)
    }
}
