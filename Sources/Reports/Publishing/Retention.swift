import FoundationEssentials
import Reconciliation

/// How long reports are kept; without one they are kept for ever.
public struct Retention: Hashable, Sendable {
    /// How long every report is kept.
    public var daily: Span
    /// How long the reports are kept that reach over the end of a month; nil: no longer than the others.
    public var monthEnd: Span?
    /// The IANA name of the zone whose months they are.
    public var timeZone: String

    /// A time as it was written, for the record of what was pruned.
    public struct Span: Hashable, Sendable {
        /// Seconds.
        public var seconds: Int64
        /// `90d`.
        public var text: String

        /// The time that the text says.
        public init(seconds: Int64, text: String) {
            self.seconds = seconds
            self.text = text
        }
    }

    /// The retention of those times.
    public init(daily: Span, monthEnd: Span?, timeZone: String) {
        self.daily = daily
        self.monthEnd = monthEnd
        self.timeZone = timeZone
    }
}

extension Retention {
    /// The reports of a chain that may go, oldest first, each with the rule.
    ///
    /// The newest report always stays: the next one is published after it.
    func outlived(_ chain: ReportChain, now: Instant) -> [(link: ReportChain.Link, rule: String)] {
        let whole = chain.links.values.filter { $0.pruned == nil }.sorted { $0.runID.text < $1.runID.text }
        let monthEnds = monthEnd == nil ? [] : self.monthEnds(of: whole)
        let tip = chain.tip?.runID
        return whole.compactMap { link in
            guard link.runID != tip, let startedAt = link.runID.startedAt else { return nil }
            let age = now - startedAt
            guard let monthEnd, monthEnds.contains(link.runID) else {
                return age > daily.seconds ? (link, "daily \(daily.text)") : nil
            }
            return age > max(monthEnd.seconds, daily.seconds) ? (link, "month_end \(monthEnd.text)") : nil
        }
    }

    /// For each account, mode and month the complete reports whose period is the first to reach over the month's end: a
    /// nightly run of the first of December tells the last day of November.
    private func monthEnds(of links: [ReportChain.Link]) -> Set<RunID> {
        struct Month: Hashable {
            var account: String?
            var livemode: Bool
            var end: Instant
        }
        var first: [Month: [ReportChain.Link]] = [:]
        for link in links where link.manifest.complete {
            let period = link.manifest.period
            for end in ends(since: period.since, cutOff: period.cutOff) {
                let month = Month(account: link.manifest.account, livemode: link.manifest.livemode, end: end)
                let known = first[month]?.first?.manifest.period.cutOff ?? period.cutOff
                if period.cutOff < known { first[month] = [] }
                if period.cutOff <= known { first[month, default: []].append(link) }
            }
        }
        return Set(first.values.joined().map(\.runID))
    }

    /// The first instants of months after `since` and not after the cut-off.
    private func ends(since: Instant, cutOff: Instant) -> [Instant] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        var ends: [Instant] = []
        var moment = cutOff
        while let month = calendar.dateInterval(
            of: .month,
            for: Date(timeIntervalSince1970: Double(moment.secondsSinceEpoch))
        ) {
            let begins = Instant(secondsSinceEpoch: Int64(month.start.timeIntervalSince1970))
            guard begins > since else { break }
            ends.append(begins)
            moment = begins - 1
        }
        return ends
    }
}
