import Reconciliation
import StripeAPI

extension RunResult {
    /// The result of a run that came to its end.
    init(of run: ReconciliationRun, _ outcome: ReconciliationRun.Outcome, startedAt: Instant) {
        let usage = run.stripe.usage
        let requests = usage.requests.reduce(into: [String: Int64]()) {
            $0[$1.key.endpoint, default: 0] += Int64($1.value)
        }
        self.init(
            id: run.id,
            status: outcome.status,
            period: run.period,
            startedAt: startedAt,
            finishedAt: .now,
            applies: run.applies,
            livemode: run.stripe.configuration.key.mode == .live,
            account: run.configuration.stripeAccount,
            toolVersion: Program.version,
            findings: outcome.findings,
            plan: outcome.plan,
            posted: outcome.posted,
            conservation: outcome.conservation,
            tieOut: outcome.tieOut,
            requests: requests,
            timeZone: run.configuration.timeZone,
            remarks: outcome.breaks,
            events: outcome.events,
            guardStanding: outcome.guardStanding,
            startedBy: Program.user,
            applied: run.applied,
            analytics: outcome.analytics,
            stages: run.progress.stages
        )
        paidSessions = outcome.paidSessions
    }
}
