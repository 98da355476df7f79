import PostgresLedger
import Reconciliation

/// Which period a run examines: chosen by hand, or following the last clean run.
struct PeriodChoice {
    let since: Instant?
    let until: Instant?
    /// Whether it is the period of a plan that is applied.
    var appliesPlan = false
    /// Whether outages are what is asked for.
    var searchesOutages = false

    /// Whether a clean end of the run moves the watermark.
    ///
    /// A period given by hand never does, but for the very first run, which has no watermark to follow; nor does a search
    /// for outages.
    func movesWatermark(from watermark: Instant?) -> Bool {
        !searchesOutages && until == nil && (since == nil || watermark == nil)
    }

    /// The name of the run's kind, in its id.
    var command: String {
        if appliesPlan { return "apply" }
        if searchesOutages { return "outage" }
        return since == nil && until == nil ? "nightly" : "manual"
    }

    /// What to type to post what a plan over that period holds.
    func commandToApply(_ period: Period) -> String {
        "tieout run --since \(period.since)\(until.map { " --until \($0)" } ?? "") --apply"
    }

    /// The period.
    ///
    /// - Throws: ``Failure`` with status 64 for a first run without `--since`, and for a period that is empty, inverted
    ///   or not yet over.
    func period(watermark: Instant?, configuration: Configuration, now: Instant) throws(Failure) -> Period {
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
        let start = since ?? watermark.map { $0 - configuration.lookback }
        return unfinished.command == command && unfinished.applies == configuration.applies
            && unfinished.period.since == start && (until == nil || until == unfinished.period.cutOff)
    }
}
