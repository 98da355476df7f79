import Alerts
import Reconciliation

extension RunEnding {
    /// The run in figures, for Prometheus.
    ///
    /// - Parameter lastSuccess: when a run last ended well, by the books; nil where nobody knows, and then nothing is said
    ///   of it.
    func gauges(lastSuccess: Int64?) -> [Gauge] {
        [
            Gauge(
                "tieout_last_run_timestamp_seconds",
                "When the last run ended, in Unix seconds.",
                [.init(finishedAt.secondsSinceEpoch)]
            ),
            Gauge(
                "tieout_last_success_timestamp_seconds",
                "When a nightly run last ended with 0 or 2, in Unix seconds.",
                [lastSuccess].compactMap(\.self).map { .init($0) }
            ),
            Gauge(
                "tieout_duration_seconds",
                "How long the last run took.",
                [.init(finishedAt - startedAt)]
            ),
            Gauge("tieout_exit_code", "The exit status of the last run.", [.init(Int64(status.rawValue))]),
            Gauge(
                "tieout_stripe_requests",
                "Requests of the last run to Stripe by the status of the answer; none: there was no answer.",
                requests.map { .init($0.value, ["status": $0.key]) }
            ),
        ] + (result?.gauges ?? [])
    }
}

extension RunResult {
    /// What only a run that came to its end can say.
    fileprivate var gauges: [Gauge] {
        let items = conservation.lines.reduce(into: [[String: String]: Int64]()) { sums, line in
            sums[["source": line.kind.rawValue, "state": line.state.rawValue], default: 0] += line.count
        }
        let waiting = Severity.allCases.map {
            Gauge.Sample(Int64(waitingBySeverity[$0] ?? 0), ["severity": $0.rawValue])
        }
        return [
            Gauge(
                "tieout_items",
                "Records of the last run by kind and by where they ended up.",
                items.map { .init($0.value, $0.key) }
            ),
            Gauge(
                "tieout_unreconciled_minor_units",
                "Money that no line of the tie-out explains, in minor units; must be 0.",
                tieOut.map { .init($0.unreconciled.amountMinor, ["currency": $0.currency.code]) }
            ),
            Gauge(
                "tieout_credits_applied",
                "Credits that the last run granted.",
                [.init(grants.compactMap(\.correction.credits).reduce(0, &+))]
            ),
            Gauge("tieout_findings_waiting", "Open findings that wait for a person, by severity.", waiting),
            Gauge(
                "tieout_corrections_held",
                "Corrections that wait for time or a person.",
                [.init(Int64(plan.held.count))]
            ),
        ]
    }
}
