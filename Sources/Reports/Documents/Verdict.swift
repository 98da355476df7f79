import Reconciliation

/// What the run says, in a word and a sentence: the same on the cover, on the page and wherever else it is read first.
package struct Verdict {
    /// The status in capitals.
    let words: String
    /// What it means, with its figures.
    let sentence: String
    let tone: Tone

    init(_ result: RunResult) {
        words = result.status.words
        tone = Self.tone(of: result.status)
        sentence = Self.sentence(of: result) + Self.closing(of: result)
    }

    /// What the status feels like.
    package static func tone(of status: RunStatus) -> Tone {
        switch status {
        case .tiedOut: .good
        case .differences, .partlyCorrected, .running: .attention
        case .broken, .incomplete, .failed, .stopped: .bad
        }
    }

    private static func sentence(of result: RunResult) -> String {
        switch result.status {
        case .tiedOut: "Stripe and the ledger agree, or all that differed was corrected."
        case .differences:
            "\(counted(result.waiting, "finding")) above info wait\(result.waiting == 1 ? "s" : "") for a "
                + "person, and \(counted(result.plan.held.count, "correction")) "
                + "\(result.plan.held.count == 1 ? "is" : "are") held."
        case .partlyCorrected: "\(counted(result.failures.count, "correction")) failed; the others were posted."
        case .broken: "An invariant is broken: nothing in this report may be relied on until it is explained."
        case .incomplete: "The run could not finish, so this report does not show all of the period."
        case .failed: "The run failed before it could compare anything."
        case .stopped: "The run was stopped, so this report does not show all of the period."
        case .running: "The run has not ended."
        }
    }

    /// Whether the totals agree in spite of what is open: what somebody wants to know first.
    private static func closing(of result: RunResult) -> String {
        guard result.status == .differences || result.status == .partlyCorrected else { return "" }
        return result.tieOutStatements.allSatisfy(\.tiesOut)
            ? " The totals agree: nothing is unreconciled in any currency."
            : " The totals do NOT agree: see the tie-out."
    }

    /// `1 run`, `2 runs`.
    package static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
