/// Looks for outages in what was to arrive in the ledger, and makes up what each has cost.
///
/// In two passes, so that no more than two numbers are held of each sale: the first gives the series, in which the
/// outages are found; the second brings the details of what was missed, one by one.
public struct OutageSearch: Sendable {
    let series: [ArrivalSource: ArrivalSeries]
    let missed: [ArrivalSource: [Bool]]
    private let lateAfter: [ArrivalSource: Int64]
    private let period: Period
    let evidence: DeliveryEvidence
    private var outages: [Outage]
    private var buyers: [Set<String>]
    private var singles: Int64 = 0

    /// Finds the outages of a period.
    ///
    /// - Parameters:
    ///   - series: what was to arrive in the period, of each source that the ledger keeps.
    ///   - evidence: what Stripe says of its deliveries.
    public init(
        _ series: [ArrivalSource: ArrivalSeries],
        over period: Period,
        evidence: DeliveryEvidence
    ) {
        (self.series, self.period, self.evidence) = (series, period, evidence)
        lateAfter = series.mapValues(\.lateAfter)
        missed = series.mapValues(\.missed)
        var stretches: [ArrivalSource: [Outage]] = [:]
        for (source, arrivals) in series {
            let missed = missed[source] ?? []
            var found = MissStretches(of: missed).stretches
            if source == .session, let last = Self.lastStretch(of: missed, arrivals, over: period, evidence),
                found.last?.upperBound != last.upperBound
            {
                found.append(last)
            }
            stretches[source] = found.map { Self.outage($0, of: arrivals, source, over: period) }
        }
        buyers = []
        outages = Self.joined(stretches).map { outage in
            var outage = outage
            outage.narrow(by: evidence)
            return outage
        }
        for place in outages.indices where !outages[place].sources.contains(.session) {
            let (lost, arrived) = count(.session, during: outages[place])
            // Too few for a judgement of their own, and the log gives it.
            if lost > arrived { outages[place].sources.insert(.session, at: 0) }
        }
        outages.removeAll(where: isHowTheLogIsKept)
        buyers = outages.map { _ in [] }
    }

    /// A log by itself that misses most of a period is kept for a part of what is paid only, and nothing is down.
    private func isHowTheLogIsKept(_ outage: Outage) -> Bool {
        guard !outage.sources.contains(.session) else { return false }
        return outage.sources.allSatisfy { source in
            let (lost, arrived) = count(source, during: outage)
            return 2 * (lost + arrived) > series[source]?.count ?? 0
        }
    }

    /// How many of a source were missed during an outage, and how many arrived.
    func count(_ source: ArrivalSource, during outage: Outage) -> (lost: Int, arrived: Int) {
        var (lost, arrived) = (0, 0)
        for (time, isMissed) in zip(series[source]?.times ?? [], missed[source] ?? [])
        where outage.contains(Instant(secondsSinceEpoch: time)) {
            if isMissed { lost += 1 } else { arrived += 1 }
        }
        return (lost, arrived)
    }

    /// Whether the series alone give reason to ask Stripe for its evidence.
    public static func isWorthAsking(_ series: [ArrivalSource: ArrivalSeries]) -> Bool {
        series.contains { source, arrivals in
            let missed = arrivals.missed
            return source == .session && missed.last == true || !MissStretches(of: missed).stretches.isEmpty
        }
    }

    /// Whether anything was missed at its time, so that there is something to count.
    public var isMissingAny: Bool { missed.values.contains { $0.contains(true) } }

    /// Counts something that the second pass brings; what was not missed at its time is left aside.
    public mutating func add(_ arrival: MissedArrival) {
        if case .late(let delay) = arrival.fate, delay <= lateAfter[arrival.source] ?? .max { return }
        let hit = outages.indices.first { place in
            outages[place].sources.contains(arrival.source) && outages[place].contains(arrival.at)
        }
        guard let hit else {
            if arrival.source == .session { singles += 1 }
            return
        }
        outages[hit].damage.add(arrival)
        if arrival.source == .session, let buyer = arrival.buyer { buyers[hit].insert(buyer) }
    }

    /// What was found, once everything that was missed is counted.
    public var result: Outages {
        var result = Outages(period: period, singles: singles, eventsKeptSince: evidence.eventsKeptSince)
        result.isDisabled = evidence.isDisabled
        for event in evidence.undelivered { result.undelivered[event.type, default: 0] += 1 }
        for (place, found) in outages.enumerated() {
            var outage = found
            outage.damage.buyers = Int64(buyers[place].count)
            outage.kind = kind(of: outage)
            // What fails for one buyer alone is that buyer's trouble, unless Stripe says that its events are not taken.
            if outage.sources.contains(.session), outage.damage.buyers == 1, outage.damage.undelivered == 0,
                outage.kind != .endpointDisabled
            {
                result.singles += outage.damage.sales
            } else {
                result.outages.append(outage)
            }
        }
        return result
    }

    // MARK: Edges

    private static func outage(
        _ stretch: Range<Int>,
        of arrivals: ArrivalSeries,
        _ source: ArrivalSource,
        over period: Period
    ) -> Outage {
        let isFirst = stretch.lowerBound == 0
        let isLast = stretch.upperBound == arrivals.count
        let (first, last) = (arrivals.instant(stretch.lowerBound), arrivals.instant(stretch.upperBound - 1))
        return Outage(
            began: .init(
                from: isFirst ? min(period.since, first) : arrivals.instant(stretch.lowerBound - 1),
                to: first,
                isOpen: isFirst
            ),
            ended: .init(
                from: last,
                to: isLast ? max(period.cutOff, last + 1) : arrivals.instant(stretch.upperBound),
                isOpen: isLast
            ),
            sources: [source]
        )
    }

    /// The last sales, where nothing has arrived since and Stripe says why: then even one sale is enough. No statistic
    /// could say so of a small account before its next sales are lost too.
    private static func lastStretch(
        of missed: [Bool],
        _ arrivals: ArrivalSeries,
        over period: Period,
        _ evidence: DeliveryEvidence
    ) -> Range<Int>? {
        let first = (missed.lastIndex(of: false) ?? -1) + 1
        guard first < missed.count else { return nil }
        let began = arrivals.instant(first)
        guard began < period.cutOff - DeliveryEvidence.waitsAtLeast else { return nil }
        let waits = evidence.undelivered(ArrivalSource.session.eventTypes, from: began, to: period.cutOff)
        return evidence.isDisabled == true || !waits.isEmpty ? first..<missed.count : nil
    }

    /// Outages of purchases, each with what else was missed within it; and those in which only a log missed something.
    private static func joined(_ found: [ArrivalSource: [Outage]]) -> [Outage] {
        var joined = found[.session] ?? []
        for source in [ArrivalSource.payment, .invoice] {
            for other in found[source] ?? [] {
                let host = joined.firstIndex { $0.began.from <= other.began.to && other.ended.from <= $0.ended.to }
                guard let host else {
                    joined.append(other)
                    continue
                }
                joined[host].join(other, of: source)
            }
        }
        return joined.sorted { ($0.began.to, $0.ended.from) < ($1.began.to, $1.ended.from) }
    }
}
