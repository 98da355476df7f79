import Reconciliation

/// How the figures are made of a run.
extension Summary {
    /// The figures of a run.
    public init(_ result: RunResult) {
        runID = result.run
        renderedAgainAs = result.rendersAgain == nil ? nil : result.id
        page = result.page
        status = result.status
        period = PeriodText(since: result.period.since, cutOff: result.period.cutOff)
        let conservation = result.conservation
        let kinds = RecordKind.allCases.filter { kind in
            conservation.fetched[kind] != nil || conservation.lines.contains { $0.kind == kind }
        }
        counts = Dictionary(
            uniqueKeysWithValues: kinds.map { kind in
                let counts = Counts(
                    fetched: conservation.fetched[kind] ?? 0,
                    matched: conservation.count(kind, .matched),
                    found: conservation.count(kind, .found),
                    excluded: conservation.count(kind, .excluded)
                )
                return (kind.rawValue, counts)
            }
        )
        findings = result.findings.byKind.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        let credits = result.grants.reduce(0) { $0 + ($1.correction.credits ?? 0) }
        grants = Grants(count: result.grants.count, credits: credits)
        paidSessions = result.paidSessions
        written =
            result.posted.filter { posted in
                guard !posted.correction.action.movesCredits, case .posted = posted.outcome else { return false }
                return true
            }.count
        held = result.plan.held.count
        open = result.waiting
        tieOut = result.tieOut.reduce(into: [:]) { $0[$1.currency.description] = Block($1) }
        timeZone = result.timeZone
        duration = result.finishedAt - result.startedAt
        requests = result.requests
        reads = Reads(result)
        broken = result.remarks
        events = result.events
        ledgerGuard = Guard(result.guardStanding)
        applied = result.applied.map { Applied($0, result) }
        decisions = Decisions(result)
    }
}

extension Summary.Applied {
    init(_ applied: AppliedPlan, _ result: RunResult) {
        plan = applied.plan
        approvedBy = applied.approvedBy
        takenBack = Summary.TakenBack(result.takeBacks)
        skipped = result.skipped.map(Summary.Skipped.init)
    }
}

extension Summary.Decisions {
    init(_ result: RunResult) {
        approved = result.plan.approved.count
        approvedBy = result.plan.approvers
        isPosted = result.applies
        declined = result.plan.held.count { $0.reason == .declined }
        takenBack = Summary.TakenBack(result.takeBacks)
        skipped = result.skipped.map(Summary.Skipped.init)
    }
}

extension Summary.TakenBack {
    init(_ takeBacks: [TakenBack]) {
        count = takeBacks.count
        credits = takeBacks.reduce(0) { $0 + $1.credits }
        uncollectable = takeBacks.reduce(0) { $0 + $1.uncollectable }
    }
}

extension Summary.Skipped {
    init(_ skipped: (correction: Correction, reason: String)) {
        self.init(
            action: skipped.correction.action,
            stripeID: skipped.correction.stripeID,
            reason: skipped.reason
        )
    }
}

extension Summary.Block {
    init(_ tieOut: TieOut) {
        paid = Summary.Line(tieOut.paid)
        granted = Summary.Line(tieOut.granted)
        grantedByTieout = Summary.Line(tieOut.grantedByTieout)
        rollForward = Summary.RollForwardText(tieOut.rollForward)
        difference = Summary.Line(tieOut.difference)
        excluded = Summary.Line(tieOut.excluded)
        waiting = Summary.Line(tieOut.waiting)
        found = Summary.Line(tieOut.found)
        unreconciled = Summary.Line(tieOut.unreconciled)
    }
}
