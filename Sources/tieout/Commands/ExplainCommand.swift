import ArgumentParser
import PostgresLedger
import Reconciliation

/// `tieout explain`: the whole story of one kind or one object.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tells what a kind of finding means, or everything known of one object.",
        discussion: """
            Examples:
              tieout explain missed_purchase
              tieout explain cs_live_a1B2c3
            """
    )

    @Argument(help: ArgumentHelp("A kind of finding, a Stripe id, a ledger id or a fingerprint.", valueName: "kind|id"))
    var subject: String

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            if let kind = FindingKind(rawValue: subject) {
                explain(kind, console)
                return .tiedOut
            }
            return try await explainObject(console)
        }
    }

    private func explain(_ kind: FindingKind, _ console: Output) {
        let text = kind.explanation
        console.line("\(kind.rawValue)  (\(kind.severity.rawValue))  \(text.title)")
        console.line("Meaning  \(text.meaning)")
        console.line("Cause    \(text.cause)")
        console.line("Advice   \(text.advice)")
        console.json([
            "schema_version": 1, "kind": kind.rawValue, "severity": kind.severity.rawValue, "title": text.title,
            "meaning": text.meaning, "cause": text.cause, "advice": text.advice,
        ])
    }

    private func explainObject(_ console: Output) async throws -> ExitStatus {
        let ledger = try await shared.configuration().connectedLedger()
        let findings = try await ledger.findings(naming: subject)
        let corrections = try await ledger.corrections(of: subject)
        let decisions = try await ledger.decisions(on: subject)
        guard !findings.isEmpty || !corrections.isEmpty || !decisions.isEmpty else {
            let kinds = FindingKind.allCases.map(\.rawValue)
            throw Failure(
                .usage,
                "nothing is known of \(subject): no finding, correction or decision names it",
                advice: subject.nearest(of: kinds).map { "Did you mean the kind \($0)?" }
                    ?? "Give a Stripe id, a ledger id, a fingerprint, or a kind such as missed_purchase."
            )
        }
        for found in findings {
            console.line(found.line(at: .now))
            console.line("  \(found.finding.kind.explanation.meaning)")
            console.line("  first seen \(found.firstSeen), last seen \(found.lastSeen), \(found.status.rawValue)")
            if let acceptance = found.acceptance {
                console.line("  accepted by \(acceptance.by) until \(acceptance.until): \(acceptance.reason)")
            }
            for (name, value) in found.finding.detail.sorted(by: { $0.key < $1.key }) {
                console.line("  \(name): \(value)")
            }
        }
        for decision in decisions { console.line("\(decision.decidedAt)  \(decision.sentence)") }
        for correction in corrections { console.line("\(correction.postedAt)  \(correction.sentence)") }
        console.json([
            "schema_version": 1, "findings": findings.map { $0.json(at: .now) },
            "decisions": decisions.map(\.json), "corrections": corrections.map(\.json),
        ])
        return .tiedOut
    }
}

extension RecordedDecision {
    fileprivate var sentence: String { "\(verdict.rawValue) by \(decidedBy) in the plan of run \(run): \(reason)" }

    fileprivate var json: [String: Any] {
        [
            "verdict": verdict.rawValue, "decided_by": decidedBy, "decided_at": decidedAt.rfc3339,
            "run_id": run.text, "fingerprint": fingerprint, "reason": reason,
        ]
    }
}

extension CorrectionRecord {
    fileprivate var sentence: String {
        var text = "\(action) by run \(run)"
        if let credits { text += ", \(credits) credits" }
        if let balanceBefore, let balanceAfter { text += ", balance \(balanceBefore) to \(balanceAfter)" }
        if let approvedBy { text += ", approved by \(approvedBy)" }
        return text
    }

    fileprivate var json: [String: Any] {
        var object: [String: Any] = ["action": action, "run_id": run, "posted_at": postedAt.rfc3339]
        object["user_id"] = userID
        object["credits"] = credits
        object["balance_before"] = balanceBefore
        object["balance_after"] = balanceAfter
        object["approved_by"] = approvedBy
        return object
    }
}
