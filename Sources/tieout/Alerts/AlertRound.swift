import Alerts
import Logging
import PostgresLedger
import Reconciliation

/// Tells the channels what is the matter after a run, and what is over; never changes the run's result.
struct AlertRound {
    let channels: [any Channel]
    let settings: AlertSettings
    let log: Logger
    /// How long the channels may take in all.
    let time: TimeAllowance
    /// `live` or `test`; `unknown` before anybody knows.
    let environment: String
    let run: RunID?
    let reportURL: String?

    /// Tells what is new, and keeps in the ledger's books what stands.
    ///
    /// - Parameters:
    ///   - ended: what was the matter and is over already; see `AlertWatch`.
    ///   - ledger: whose books say what was told already; nil where the database is out of reach, and then all of it
    ///   is told.
    /// - Returns: false when there was something to tell and nobody could be told.
    func tell(
        _ raised: [Alert],
        ended: [Alert] = [],
        examined: Set<RunEvent.Code>,
        from ledger: PostgresLedger?
    ) async -> Bool {
        guard !channels.isEmpty else { return true }
        let now = Instant.now
        let before = await standing(in: ledger)
        let look = AlertWatch().look(
            at: raised,
            ended: ended,
            standing: before ?? [],
            examined: examined,
            environment: environment,
            now: now
        )
        let bulletin = Bulletin(
            look.notices,
            environment: environment,
            run: run,
            toldAt: now,
            reportURL: reportURL,
            runbookURL: settings.runbook
        )
        var isTold = true
        if let bulletin {
            let meant = channels.filter { $0.takes(bulletin) }
            let outcomes = await time.spend { await Delivery(to: meant).tell(bulletin) }
            for outcome in outcomes { note(outcome) }
            isTold = meant.isEmpty || outcomes.contains { $0.failure == nil }
            if !isTold { log.error("nobody was told; the next run tells it") }
            await note(bulletin, in: ledger)
        }
        // What nobody was told is told again by the next run.
        if isTold, before != nil, let ledger { await keep(look.standing, in: ledger) }
        return isTold
    }

    private func note(_ outcome: Delivery.Outcome) {
        guard let failure = outcome.failure else { return log.debug("told \(outcome.channel)") }
        log.error("\(outcome.channel) was not told in \(outcome.tries) of at most 3 tries: \(failure)")
    }

    /// Leaves a row for each notice in the application's own table of alerts, where it has one. That is no channel: nobody
    /// may be looking.
    private func note(_ bulletin: Bulletin, in ledger: PostgresLedger?) async {
        guard let ledger else { return }
        do {
            try await ledger.note(bulletin)
        } catch {
            log.warning("platform_alerts has no row of what was told: \(error)")
        }
    }

    private func standing(in ledger: PostgresLedger?) async -> [StandingAlert]? {
        guard let ledger else { return nil }
        do {
            return try await ledger.standingAlerts()
        } catch {
            log.warning("what was told before cannot be read, so all of it is told: \(error)")
            return nil
        }
    }

    private func keep(_ standing: [StandingAlert], in ledger: PostgresLedger) async {
        do {
            try await ledger.keep(standing: standing)
        } catch {
            log.warning("what was told cannot be written down, so it may be told again: \(error)")
        }
    }
}
