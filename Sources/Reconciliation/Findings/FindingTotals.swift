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
    /// Open findings above info.
    public private(set) var openAboveInfo = 0
    /// Open findings above info whose correction the plan allows.
    public private(set) var openAndCorrectable = 0

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
        openAboveInfo += 1
        if found.planned?.decision == .allowed { openAndCorrectable += 1 }
    }

    /// How many findings there are.
    public var count: Int { byKind.values.reduce(0, +) }

    /// How many are open.
    public var openCount: Int { open.values.reduce(0) { $0 + $1.count } }
}
