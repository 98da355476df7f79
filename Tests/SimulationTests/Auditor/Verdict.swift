/// What the auditor says of a world: every finding, and where each record ends up.
struct Verdict: Equatable {
    /// `missed_purchase cs_test_1 high, 50 credits, held disputed`.
    var findings: Set<String> = []
    /// `charge ch_1 excluded uncaptured`.
    var ends: Set<String> = []

    /// What one says and the other does not, a line each: `-` is what only the receiver has, `+` only the other.
    func differences(from other: Verdict) -> [String] {
        let mine = findings.union(ends)
        let others = other.findings.union(other.ends)
        return mine.subtracting(others).sorted().map { "- " + $0 } + others.subtracting(mine).sorted().map { "+ " + $0 }
    }

    /// A finding as a line.
    static func line(
        _ kind: String,
        _ id: String,
        _ severity: String,
        credits: Int64? = nil,
        hold: String? = nil
    ) -> String {
        "\(kind) \(id) \(severity)" + (credits.map { ", \($0) credits" } ?? "") + (hold.map { ", held \($0)" } ?? "")
    }
}
