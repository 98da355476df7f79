/// What all checks together come to, for people and for machines.
struct Examination {
    let checks: [Check]

    /// The exit status: of the first check that refuses any run, else of the first that refuses posting.
    var status: ExitStatus {
        let refusals = checks.filter { $0.verdict == .refuse }
        let ofRuns = refusals.first { $0.failure(ofRunThatPosts: false) != nil }
        return (ofRuns ?? refusals.first)?.status ?? .tiedOut
    }

    /// Whether a run would start, if only to plan.
    var wouldRun: Bool { checks.allSatisfy { $0.failure(ofRunThatPosts: false) == nil } }

    /// Whether a run with `--apply` would post.
    var wouldPost: Bool { checks.allSatisfy { $0.failure(ofRunThatPosts: true) == nil } }

    /// One line a check, with what to do below it, and the sum.
    var lines: [String] {
        let width = CheckName.allCases.map(\.rawValue.count).max() ?? 0
        let margin = String(repeating: " ", count: 9 + width + 2)
        return checks.flatMap { check in
            let name = check.name.rawValue.padding(to: width)
            return ["\(Self.marks[check.verdict] ?? "")  \(name)  \(check.reason)"] + check.remedy.map { margin + $0 }
        } + [conclusion]
    }

    /// The same as a JSON object.
    var json: [String: Any] {
        [
            "schema_version": 1, "exit_status": status.rawValue, "would_run": wouldRun, "would_post": wouldPost,
            "checks": checks.map { check in
                [
                    "name": check.name.rawValue, "verdict": check.verdict.rawValue, "reason": check.reason,
                    "remedy": check.remedy,
                ]
            },
        ]
    }

    private static let marks: [Verdict: String] = [.ok: "ok     ", .warning: "WARNING", .refuse: "REFUSE "]

    private var conclusion: String {
        let warnings = checks.filter { $0.verdict == .warning }.count
        let remark = warnings == 0 ? "" : " \(warnings.of("warning")) to look at."
        if !wouldRun { return "A run would refuse to start.\(remark)" }
        return (wouldPost ? "A run would start, and post with --apply." : "A run would plan, and refuse to post.")
            + remark
    }
}

extension String {
    /// The text with spaces behind it up to that many characters.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
