extension RunResult {
    /// What is the matter after this run, one alert for each code.
    ///
    /// - Parameter isRegular: whether the run follows the ones before it. Another, over a period of somebody's choice, tells
    ///   only what went wrong with it: what it found says nothing of how things stand.
    /// - Parameter thresholds: how much money findings may be about until somebody has to look.
    public func alerts(isRegular: Bool, thresholds: AlertThresholds = AlertThresholds()) -> [Alert] {
        let ofTheRun = eventAlerts + [incomplete, failed].compactMap(\.self)
        guard isRegular else { return ofTheRun.filter { !Self.ofTheDay.contains($0.code) } }
        let found = [thresholds.alert(on: findings), waitingFindings, heldCorrections, pastDue, capacity]
        return ofTheRun + found.compactMap(\.self)
    }

    /// What is told of how things stand today, and not of a period of long ago.
    private static let ofTheDay: Set<RunEvent.Code> = [.paymentFailures, .webhooksUndelivered]

    /// The codes that such a run has looked at, so that it can say that they are over.
    public func examinedAlerts(isRegular: Bool) -> Set<RunEvent.Code> {
        guard isRegular else { return [] }
        let all = Set(RunEvent.Code.allCases).subtracting([.alertTest])
        // What could not be completed has not been looked at.
        return status == .incomplete ? [.runFailed, .runMissing] : all
    }

    /// The events of the run; several of one code are one alert.
    private var eventAlerts: [Alert] {
        var alerts: [Alert] = []
        for event in events {
            if let index = alerts.firstIndex(where: { $0.code == event.code }) {
                alerts[index].counts = [.init("of this kind", (alerts[index].counts.first?.value ?? 1) + 1)]
            } else {
                alerts.append(Alert(event.code, severity: event.severity, event.summary))
            }
        }
        return alerts
    }

    private var incomplete: Alert? {
        guard status == .incomplete else { return nil }
        return Alert(.runIncomplete, "the run could not finish: \(remarks.first ?? "a list could not be completed")")
    }

    private var failed: Alert? {
        guard !failures.isEmpty else { return nil }
        return Alert(
            .correctionsFailed,
            "corrections failed; nothing of them is in the ledger",
            counts: [.init("failed corrections", Int64(failures.count))],
            money: Self.sums(failures.map(\.correction.amount))
        )
    }

    private var waitingFindings: Alert? {
        let waiting = waitingBySeverity
        guard !waiting.isEmpty else { return nil }
        return Alert(
            .findingsOpen,
            severity: waiting[.critical] == nil ? .warning : .error,
            "findings wait for a person",
            counts: Severity.allCases.reversed().compactMap { severity in
                waiting[severity].map { .init("\(severity.rawValue) findings", Int64($0)) }
            },
            money: findings.openDiscrepancies.compactMap { currency, sum in
                sum.flatMap { $0 == 0 ? nil : Money(minorUnits: $0, currency) }
            }
            .sorted { $0.currency < $1.currency }
        )
    }

    private var heldCorrections: Alert? {
        // What was declined waits for nobody.
        let held = plan.held.filter { $0.reason != .declined }.map(\.correction)
        guard !held.isEmpty else { return nil }
        let credits = held.reduce(into: Int64(0)) { $0 = $0.addingReportingOverflow($1.credits ?? 0).partialValue }
        return Alert(
            .correctionsHeld,
            "corrections are held until time or a person frees them",
            counts: [.init("held corrections", Int64(held.count)), .init("credits in them", credits)],
            money: Self.sums(held.map(\.amount))
        )
    }

    private var pastDue: Alert? {
        let count = findings.open[.invoicePastDue]?.count ?? 0
        guard count > 0 else { return nil }
        return Alert(.invoicesPastDue, "invoices are past due", counts: [.init("invoices", Int64(count))])
    }

    private var capacity: Alert? {
        guard findings.open[.platformCapacityLow] != nil else { return nil }
        return Alert(.capacityLow, "a provider has less capacity than the credits that were sold need")
    }

    /// A sum for each currency; one that does not fit is left out rather than wrong.
    private static func sums(_ amounts: [Money?]) -> [Money] {
        var sums: [Currency: Int64?] = [:]
        for case let money? in amounts {
            guard let sum = sums[money.currency, default: 0] else { continue }
            let (total, overflows) = sum.addingReportingOverflow(money.minorUnits)
            sums[money.currency] = overflows ? .some(nil) : total
        }
        return sums.compactMap { currency, sum in sum.map { Money(minorUnits: $0, currency) } }
            .filter { $0.minorUnits != 0 }
            .sorted { $0.currency < $1.currency }
    }
}
