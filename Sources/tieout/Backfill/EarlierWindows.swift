import PostgresLedger
import Reconciliation
import Reports

/// The windows that a backfill of several has behind it when it is typed again after it was stopped or killed.
///
/// The books tell: runs of backfills over just these windows, in their order, from the first on, and not yet the last. What
/// was examined longer ago than a day is examined again.
struct EarlierWindows {
    /// What each came to; in the order of the windows, from the first on.
    let summaries: [Summary]

    /// None.
    static let none = EarlierWindows(summaries: [])

    init(summaries: [Summary]) { self.summaries = summaries }

    /// Those of the windows, by the newest runs first.
    ///
    /// - Parameter applies: whether the backfill posts; a plan makes up for nothing.
    init(of windows: [PeriodChoice], in runs: [RunRecord], applies: Bool, now: Instant) {
        let ended = runs.lazy.filter { $0.command == "backfill" && $0.applied == applies && $0.status.isOver }
        var expected: Int?
        var found: [Summary] = []
        for run in ended where run.startedAt + .day >= now {
            let place = windows.dropLast().firstIndex { $0.since == run.since && $0.until == run.cutOff }
            guard let place, place == expected ?? place,
                let summary = run.summary.flatMap({ try? Summary(json: $0) }), summary.paidSessions != nil
            else { break }
            found.insert(summary, at: 0)
            expected = place - 1
            if place == 0 { break }
        }
        summaries = expected == -1 ? found : []
    }
}

extension RunStatus {
    /// Whether a run that ended so examined all of its period.
    fileprivate var isOver: Bool { self == .tiedOut || self == .differences || self == .partlyCorrected }
}
