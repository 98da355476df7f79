/// How much a finding matters; `info` never changes the exit status.
public enum Severity: String, CaseIterable, Sendable, Codable, Comparable {
    case info, low, medium, high, critical

    /// Less severe comes first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
