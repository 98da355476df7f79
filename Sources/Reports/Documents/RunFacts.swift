import Reconciliation

extension RunResult {
    /// Whether the report shows all of its period.
    var isComplete: Bool {
        switch status {
        case .tiedOut, .differences, .partlyCorrected, .broken: true
        case .incomplete, .failed, .stopped, .running: false
        }
    }

    /// What the report is about, each fact with its label.
    var facts: [(label: String, fact: String)] {
        [
            ("Environment", livemode ? "LIVE" : "TEST"),
            ("Stripe account", account ?? "not given in the configuration"),
            ("Period (UTC)", "\(period.since) up to, not including, \(period.cutOff)"),
            ("Days are those of", timeZone),
            ("Run", rendersAgain.map { "\($0), rendered again from the database as \(id)" } ?? id.text),
            ("Corrections were", posting),
            ("Against late webhooks", guardStanding.sentence),
            ("Generated (UTC)", finishedAt.rfc3339),
            ("Tieout version", "\(toolVersion), report schema \(Manifest.schemaVersion)"),
        ] + gaps.map { ("Not in this report", $0) }
    }

    /// By whose word corrections were posted, if they were.
    private var posting: String {
        if let applied {
            return "posted as far as \(applied.approvedBy) approved them in the plan of \(applied.plan)"
        }
        guard applies else { return "only planned: the run had no --apply" }
        let approvers = plan.approvers.joined(separator: ", ")
        return "posted: the run had --apply"
            + (approvers.isEmpty ? "" : ", and \(Verdict.counted(plan.approved.count, "approval")) of \(approvers)")
    }

    /// The figures that are read first, each with its label.
    var keyFigures: [(label: String, figure: Int64)] {
        let sum = { (line: (TieOut) -> TieOut.Line) in tieOut.reduce(0) { $0 + line($1).count } }
        let granted = grants.reduce(0) { $0 + ($1.correction.credits ?? 0) }
        let takenBack: [(label: String, figure: Int64)] = [
            ("Credits taken back by this run", takeBacks.reduce(0) { $0 + $1.credits }),
            ("… that buyers had spent, so that they could not be", takeBacks.reduce(0) { $0 + $1.uncollectable }),
        ]
        return [
            ("Purchases paid at Stripe", sum(\.paid)),
            ("… granted by the application", sum(\.granted)),
            ("… granted by Tieout, this run or earlier", sum(\.grantedByTieout)),
            ("Grants posted by this run", Int64(grants.count)),
            ("… credits given by them", granted),
        ] + (takeBacks.isEmpty ? [] : takenBack) + [
            ("Grants that are allowed but not posted", Int64(allowedGrantsNotPosted)),
            ("Corrections held", Int64(plan.held.count)),
            ("Corrections that failed", Int64(failures.count)),
            ("Open findings above info", Int64(waiting)),
        ]
    }

    private var allowedGrantsNotPosted: Int {
        let done = posted.filter { posted in
            switch posted.outcome {
            case .posted, .alreadyPosted: posted.correction.action.movesCredits
            case .changed, .failed: false
            }
        }
        let settled = Set(done.map(\.correction.fingerprint))
        return plan.allowedGrants.count { !settled.contains($0.fingerprint) }
    }

    /// What a reader must know about the limits of every report.
    static let limits = [
        "It compares credits with payments. It is no payout or bank reconciliation.",
        "Currencies are never added together. Amounts are those that Stripe shows, before fees.",
        "Records are those created in the period, with the open items of earlier ones; a Stripe object that was "
            + "deleted at Stripe cannot be seen.",
    ]
}
