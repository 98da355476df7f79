/// What the findings of a run come to, counted one by one as they pass by, so that none of them has to be held.
public struct FindingTotals: Hashable, Sendable, Codable {
    /// The open findings of a kind.
    public struct Open: Hashable, Sendable, Codable {
        /// How many.
        public var count: Int
        /// The worst severity among them: one kind may be an alarm for one record and information for another.
        public var severity: Severity
    }

    /// How many findings of each kind, whatever became of them.
    public private(set) var byKind: [FindingKind: Int] = [:]
    /// The open ones of each kind.
    public private(set) var open: [FindingKind: Open] = [:]
    /// How many open findings above info of each severity.
    public private(set) var openAboveInfo: [Severity: Int] = [:]
    /// How many of them the plan would correct by itself.
    public private(set) var openAndCorrectable: [Severity: Int] = [:]
    /// What recorded and expected differ by in them, for each currency; nil where the sum does not fit.
    public private(set) var openDiscrepancies: [Currency: Int64?] = [:]
    /// The money that open findings are about, by severity and currency, without those that the plan would correct by itself:
    /// what recorded and expected differ by whatever the sign, or the one of them that there is. A sum that does not fit
    /// is the greatest there is.
    public private(set) var openAmounts: [Severity: [Currency: Int64]] = [:]

    /// No finding yet.
    public init() {}

    /// The totals of those findings.
    public init(_ findings: [OpenFinding]) { for found in findings { add(found) } }

    /// Counts a finding as it stands at the end of the run.
    public mutating func add(_ found: OpenFinding) {
        let (kind, severity) = (found.finding.kind, found.finding.severity)
        byKind[kind, default: 0] += 1
        guard found.status == .open else { return }
        var counted = open[kind] ?? Open(count: 0, severity: severity)
        counted.count += 1
        counted.severity = max(counted.severity, severity)
        open[kind] = counted
        guard severity > .info else { return }
        openAboveInfo[severity, default: 0] += 1
        if found.planned?.decision == .allowed { openAndCorrectable[severity, default: 0] += 1 }
        addDiscrepancy(of: found.finding)
        if found.planned?.decision != .allowed { addAmount(of: found.finding) }
    }

    private mutating func addAmount(of finding: Finding) {
        guard let currency = finding.currency else { return }
        let stake = (finding.discrepancyMinor ?? finding.expectedMinor ?? finding.recordedMinor)?.magnitude ?? 0
        let sum = openAmounts[finding.severity]?[currency] ?? 0
        let (total, overflows) = sum.addingReportingOverflow(Int64(clamping: stake))
        openAmounts[finding.severity, default: [:]][currency] = overflows ? .max : total
    }

    private mutating func addDiscrepancy(of finding: Finding) {
        guard let minor = finding.discrepancyMinor, let currency = finding.currency else { return }
        guard let sum = openDiscrepancies[currency, default: 0] else { return }
        let (total, overflows) = sum.addingReportingOverflow(minor)
        openDiscrepancies.updateValue(overflows ? nil : total, forKey: currency)
    }

    /// How many findings there are.
    public var count: Int { byKind.values.reduce(0, +) }

    /// How many are open.
    public var openCount: Int { open.values.reduce(0) { $0 + $1.count } }
}
