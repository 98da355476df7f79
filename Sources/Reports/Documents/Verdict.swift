import Reconciliation

/// What the run says, in a word and a sentence: the same on the cover, on the page and wherever else it is read first.
struct Verdict {
    /// The status in capitals.
    let words: String
    /// What it means, with its figures.
    let sentence: String
    let tone: Tone

    init(_ result: RunResult) {
        words = result.status.words
        tone = Self.tone(of: result.status)
        sentence = Self.sentence(of: result)
    }

    private static func tone(of status: RunStatus) -> Tone {
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
            "\(counted(result.waiting.count, "finding")) above info wait\(result.waiting.count == 1 ? "s" : "") for a "
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

    static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension RunResult {
    /// Whether the report shows all of its period.
    var isComplete: Bool {
        switch status {
        case .tiedOut, .differences, .partlyCorrected, .broken: true
        case .incomplete, .failed, .stopped, .running: false
        }
    }

    /// The figures that are read first, each with its label.
    var keyFigures: [(label: String, figure: Int64)] {
        let sum = { (line: (TieOut) -> TieOut.Line) in tieOut.reduce(0) { $0 + line($1).count } }
        let granted = grants.reduce(0) { $0 + ($1.correction.credits ?? 0) }
        return [
            ("Purchases paid at Stripe", sum(\.paid)),
            ("… granted by the application", sum(\.granted)),
            ("… granted by Tieout, this run or earlier", sum(\.grantedByTieout)),
            ("Grants posted by this run", Int64(grants.count)),
            ("… credits given by them", granted),
            ("Grants that are allowed but not posted", Int64(allowedGrantsNotPosted)),
            ("Corrections held", Int64(plan.held.count)),
            ("Corrections that failed", Int64(failures.count)),
            ("Open findings above info", Int64(waiting.count)),
        ]
    }

    private var allowedGrantsNotPosted: Int {
        let posted = Set(posted.map(\.correction.stripeID))
        return plan.allowedGrants.count { !posted.contains($0.stripeID) }
    }

    /// What a reader must know about the limits of the report.
    static var limits: [String] {
        [
            "It compares credits with payments. It is no payout or bank reconciliation.",
            "Currencies are never added together. Amounts are those that Stripe shows, before fees.",
            "Records are those created in the period, with the open items of earlier ones; a Stripe object that was "
                + "deleted at Stripe cannot be seen.",
        ]
    }
}
