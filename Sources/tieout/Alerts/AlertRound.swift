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
    /// Where the run's report can be read without signing in.
    let links: ReportLinks?
    /// What was told already.
    let books: AlertBooks

    /// Tells what is new, and keeps what stands.
    ///
    /// - Parameter ended: what was the matter and is over already; see `AlertWatch`.
    /// - Returns: false when there was something to tell and nobody could be told.
    func tell(_ raised: [Alert], ended: [Alert] = [], examined: Set<RunEvent.Code>) async -> Bool {
        guard !channels.isEmpty else { return true }
        let now = Instant.now
        let before = await books.read()
        let look = AlertWatch().look(
            at: raised,
            ended: ended,
            standing: before.standing,
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
            runbookURL: settings.runbook,
            links: links
        )
        if let bulletin {
            let meant = channels.filter { $0.takes(bulletin) }
            let outcomes = await time.spend { await Delivery(to: meant).tell(bulletin) }
            for outcome in outcomes { note(outcome) }
            await note(bulletin)
            guard meant.isEmpty || outcomes.contains(where: { $0.failure == nil }) else {
                log.error("nobody was told; the next run tells it")
                return false
            }
        }
        // What nobody was told is not kept, so that the next run tells it.
        await books.keep(look.standing, insteadOf: before)
        return true
    }

    private func note(_ outcome: Delivery.Outcome) {
        guard let failure = outcome.failure else { return log.debug("told \(outcome.channel)") }
        log.error("\(outcome.channel) was not told in \(outcome.tries) of at most 3 tries: \(failure)")
    }

    /// Leaves a row for each notice in the application's own table of alerts, where it has one. That is no channel: nobody
    /// may be looking.
    private func note(_ bulletin: Bulletin) async {
        guard let ledger = books.ledger else { return }
        do {
            try await ledger.note(bulletin)
        } catch {
            log.warning("the application's table of alerts has no row of what was told: \(error)")
        }
    }
}
