/// What is said of a world: every finding, and where each record ends up.
struct Verdict: Equatable {
    var findings: Set<AuditedFinding> = []
    /// `charge ch_1 excluded uncaptured`.
    var ends: Set<String> = []

    /// What one says and the other does not, a line each: `-` is what only the receiver has, `+` only the other.
    func differences(from other: Verdict) -> [String] {
        lines.subtracting(other.lines).sorted().map { "- " + $0 }
            + other.lines.subtracting(lines).sorted().map { "+ " + $0 }
    }

    private var lines: Set<String> { ends.union(findings.map(\.description)) }
}
