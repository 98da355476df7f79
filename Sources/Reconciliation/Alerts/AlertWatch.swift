/// Which alerts are told, and which stay silent because they were told already.
public struct AlertWatch: Hashable, Sendable {
    /// How long an alert that only became more stays silent after it was told, in seconds. A little less than a day,
    /// because the next night's run may be a little early.
    public var quietTime: Int64 = 23 * .hour
    /// How long an alert stands until it matters more, in seconds: Stripe tries a webhook again for three days.
    public var patience: Int64 = 3 * .day

    /// The usual times.
    public init() {}

    /// What is told now, and what stands afterwards.
    ///
    /// Told is what begins, what became more severe, what became more since it was told and the quiet time is over, what
    /// stands for longer than the patience (again after each further span of it), and what is over. Whatever else stands
    /// is silent.
    ///
    /// - Parameters:
    ///   - raised: what is the matter now, one alert for each code.
    ///   - ended: what was the matter and is over by the time it is told: said once, unless it was told while it stood.
    ///   - standing: what stood before.
    ///   - examined: the codes that could be looked at; of others nothing is said to be over.
    ///   - environment: what is looked at: `live` or `test`, or `unknown` without a key that says it.
    public func look(
        at raised: [Alert],
        ended: [Alert] = [],
        standing: [StandingAlert],
        examined: Set<RunEvent.Code> = Set(RunEvent.Code.allCases),
        environment: String,
        now: Instant
    ) -> (notices: [Notice], standing: [StandingAlert]) {
        var left = standing
        var notices: [Notice] = []
        var after: [StandingAlert] = []
        for alert in raised {
            guard let stood = left.take(alert.code, of: environment) else {
                notices.append(Notice(alert, .began, since: now, environment: environment))
                after.append(StandingAlert(alert, since: now, toldAt: now, environment: environment))
                continue
            }
            let aged = aged(alert, since: stood.since, now: now)
            guard let reason = reason(to: aged, again: stood, now: now) else {
                after.append(stood)
                continue
            }
            notices.append(Notice(aged, reason, since: stood.since, environment: stood.environment))
            after.append(StandingAlert(aged, since: stood.since, toldAt: now, environment: stood.environment))
        }
        for alert in ended where !standing.contains(where: { $0.alert.code == alert.code }) {
            notices.append(Notice(alert, .began, since: now, environment: environment))
        }
        let codes = Set(raised.map(\.code))
        for stood in left {
            // What still is the matter may stand under another environment, too: all of it ends together.
            if examined.contains(stood.alert.code), !codes.contains(stood.alert.code) {
                notices.append(Notice(stood.alert, .ended, since: stood.since, environment: stood.environment))
            } else {
                after.append(stood)
            }
        }
        return (notices, after)
    }

    /// An alert that nobody saw to is one step more severe after the patience; what is only for information stays it.
    private func aged(_ alert: Alert, since: Instant, now: Instant) -> Alert {
        guard now - since >= patience, alert.severity > .info else { return alert }
        var alert = alert
        alert.severity = alert.severity.next
        return alert
    }

    private func reason(to alert: Alert, again stood: StandingAlert, now: Instant) -> Notice.Reason? {
        let isOld = now - stood.since >= patience && alert.severity > .info
        if alert.severity > stood.alert.severity { return isOld ? .aged : .changed }
        if isOld, now - stood.toldAt >= patience { return .aged }
        let isQuiet = now - stood.toldAt < quietTime
        return !isQuiet && alert.isMore(than: stood.alert) ? .changed : nil
    }
}

extension [StandingAlert] {
    /// Takes out what stands of a code, under that environment if there is such a one; nil where nothing does.
    fileprivate mutating func take(_ code: RunEvent.Code, of environment: String) -> StandingAlert? {
        let same = firstIndex { $0.alert.code == code && $0.environment == environment }
        return (same ?? firstIndex { $0.alert.code == code }).map { remove(at: $0) }
    }
}

extension Alert {
    /// Whether there is more of it than there was: a count or a sum that grew, or a currency that was not there.
    fileprivate func isMore(than before: Alert) -> Bool {
        let counted = Dictionary(before.counts.map { ($0.name, $0.value) }) { first, _ in first }
        let summed = Dictionary(before.money.map { ($0.currency, $0.minorUnits) }) { first, _ in first }
        return counts.contains { $0.value > counted[$0.name] ?? 0 }
            || money.contains { $0.minorUnits.magnitude > (summed[$0.currency] ?? 0).magnitude }
    }
}

extension RunEvent.Severity {
    /// One step more severe; the most severe stays what it is.
    fileprivate var next: RunEvent.Severity {
        switch self {
        case .info: .warning
        case .warning: .error
        case .error, .critical: .critical
        }
    }
}
