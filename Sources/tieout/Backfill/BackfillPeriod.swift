import Reconciliation

/// The period that a backfill is to make up for, as it was typed.
struct BackfillPeriod {
    let since: Instant
    /// Nil for up to now, less the settling time.
    let until: Instant?
    /// Seconds of the longest part that is examined as one run.
    let window: Int64

    /// The longest part by default: a quarter, so that whatever an outage or a month end asks for is one run with one plan.
    static let window: Int64 = 92 * .day

    /// The period of two instants, or of the last so many seconds, which begin at the full hour: typed again after a kill it
    /// is the same period.
    ///
    /// - Throws: ``Failure`` with status 64 for a period that lies in the future.
    init(since: Instant, until: Instant?, window: Int64 = window, now: Instant) throws(Failure) {
        guard since < now else {
            throw Failure(
                .usage,
                "--since \(since) lies in the future: it is \(now)",
                advice: "A backfill makes up for the past; instants are taken as they are typed, with their zone."
            )
        }
        (self.since, self.until, self.window) = (since, until, window)
    }

    /// The period of the last so many seconds, from the full hour on.
    init(last seconds: Int64, window: Int64 = window, now: Instant) {
        let since = now - seconds
        self.since = since - since.secondsSinceEpoch % .hour
        (until, self.window) = (nil, window)
    }

    /// The parts that are examined one after the other, oldest first, each as a run of its own; only the last has no end of
    /// its own where none was typed.
    ///
    /// - Throws: ``Failure`` with status 64 for a period that is empty, inverted or not yet over.
    func windows(_ configuration: Configuration, now: Instant) throws(Failure) -> [PeriodChoice] {
        let whole = try PeriodChoice(since: since, until: until)
            .period(watermark: nil, configuration: configuration, now: now)
        var windows: [PeriodChoice] = []
        var begin = since
        while begin + window < whole.cutOff {
            windows.append(choice(begin, begin + window))
            begin = begin + window
        }
        return windows + [choice(begin, until)]
    }

    /// What was typed, as it stands in a sentence.
    func text(_ cutOff: Instant) -> String { "\(since) to \(cutOff)" }

    private func choice(_ since: Instant, _ until: Instant?) -> PeriodChoice {
        PeriodChoice(
            since: since,
            until: until,
            purpose: .backfilling,
            typed: "tieout backfill --since \(self.since)" + (self.until.map { " --until \($0)" } ?? "")
        )
    }
}
