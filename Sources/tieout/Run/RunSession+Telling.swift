import Alerts
import PostgresLedger
import Reconciliation

/// Who hears of a run beside whoever started it.
extension RunSession {
    /// Who watches that it runs.
    func monitor(of id: RunID) throws(Failure) -> RunMonitor {
        try RunMonitor(configuration, within: time, log: console.log("tieout.monitor", of: id))
    }

    /// What is told when no run has ended well for longer than expected; nil before the first.
    func missing(in ledger: PostgresLedger?, at now: Instant) async -> Alert? {
        guard let freshness = try? await ledger?.freshness(), let good = freshness.lastGood,
            freshness.state(at: now, maxAge: configuration.alerts.runMissingAfter) == .tooOld
        else { return nil }
        return Alert(.runMissing, "no run has ended well since \(good.at)")
    }

    /// - Parameters:
    ///   - result: of the run, where it came to one: only then there is something to read of it.
    ///   - links: to its report.
    ///   - ledger: nil where the database is out of reach.
    func round(
        of id: RunID,
        _ result: RunResult? = nil,
        links: ReportLinks? = nil,
        in ledger: PostgresLedger?
    ) -> AlertRound {
        let log = console.log("tieout.alerts", of: id)
        return AlertRound(
            channels: channels,
            settings: configuration.alerts,
            log: log,
            time: time.channels,
            environment: configuration.environment,
            run: result?.id,
            reportURL: result?.page,
            links: links,
            books: AlertBooks(
                ledger: ledger,
                file: StandingAlertFile(in: configuration.reportsDirectory),
                publisher: configuration.publisher,
                log: log
            )
        )
    }
}

extension Alert {
    /// The same where a run has just ended the matter: nobody has to be called any more.
    var asOver: Alert {
        var alert = self
        alert.severity = .warning
        alert.summary += " until this one"
        return alert
    }
}
