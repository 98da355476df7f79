import PostgresLedger
import Reconciliation

/// What a run examines: a period that was chosen by hand, or follows the last clean run, or single objects.
struct PeriodChoice {
    /// What the run is for.
    enum Purpose {
        /// Reconciling, every night or by hand.
        case reconciling
        /// Applying a plan that a person has reviewed.
        case applying
        /// Finding outages; nothing is posted.
        case searchingOutages
        /// Making up for a period of the past, or a window of one.
        case backfilling
        /// The same for single objects.
        case backfillingObjects(AskedRecords)
    }

    let since: Instant?
    let until: Instant?
    var purpose = Purpose.reconciling
    /// What of the books is read by id.
    var books = BooksToFollow.all
    /// What to type to run over the same once more, but for `--apply`; nil where the period says it.
    var typed: String?

    /// Whether a clean end of the run moves the watermark.
    ///
    /// A period given by hand never does, but for the very first run, which has no watermark to follow; nor does a search
    /// for outages.
    func movesWatermark(from watermark: Instant?) -> Bool {
        guard case .reconciling = purpose else { return false }
        return until == nil && (since == nil || watermark == nil)
    }

    /// The name of the run's kind, in its id.
    var command: String {
        switch purpose {
        case .reconciling: since == nil && until == nil ? "nightly" : "manual"
        case .applying: "apply"
        case .searchingOutages: "outage"
        case .backfilling: "backfill"
        case .backfillingObjects: "objects"
        }
    }

    /// What was asked for by id; nil of a run over a period.
    var objects: AskedRecords? {
        guard case .backfillingObjects(let asked) = purpose else { return nil }
        return asked
    }

    /// Whether outages are what is asked for.
    var searchesOutages: Bool {
        guard case .searchingOutages = purpose else { return false }
        return true
    }

    /// Whether somebody from outside watches that such runs come: nobody waits for what a person does by hand at a plan, an outage or a
    /// backfill.
    var isWatched: Bool {
        guard case .reconciling = purpose else { return false }
        return true
    }

    /// What to type to post what a plan over that period holds.
    func commandToApply(_ period: Period) -> String {
        if let typed { return "\(typed) --apply" }
        return "tieout run --since \(period.since)\(until.map { " --until \($0)" } ?? "") --apply"
    }

    /// The period.
    ///
    /// - Throws: ``Failure`` with status 64 for a first run without `--since`, and for a period that is empty, inverted
    ///   or not yet over.
    func period(watermark: Instant?, configuration: Configuration, now: Instant) throws(Failure) -> Period {
        if let objects { return try objects.period(otherwise: now) }
        let settled = now - configuration.settlingTime
        if let until, until > settled {
            throw Failure(
                .usage,
                "--until \(until) lies less than the settling time before now (\(now))",
                advice: "Leave --until out to run up to \(settled)."
            )
        }
        guard let since = since ?? watermark.map({ $0 - configuration.lookback }) else {
            throw Failure(
                .usage,
                "there is no earlier clean run on this database, so the period has no start",
                advice: "Say where to begin: tieout run --since 2026-11-01T00:00:00Z"
            )
        }
        do throws(InvalidPeriod) {
            return try Period(since: since, cutOff: until ?? settled)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// Whether this run is the one that was killed, typed again: then it goes on where that one stood.
    ///
    /// Its cut-off stays as it was frozen, so what it had read is still what it would read.
    func goesOn(
        from unfinished: UnfinishedCollection,
        watermark: Instant?,
        configuration: Configuration
    ) -> Bool {
        guard objects == nil else { return false }
        let start = since ?? watermark.map { $0 - configuration.lookback }
        return unfinished.command == command && unfinished.applies == configuration.applies
            && unfinished.period.since == start && (until == nil || until == unfinished.period.cutOff)
    }
}
