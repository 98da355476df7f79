/// All that a run has to say: what reports, `summary.json` and the console are made from.
public struct RunResult: Hashable, Sendable {
    /// Its name.
    public var id: RunID
    /// How it ended.
    public var status: RunStatus
    /// What it examined.
    public var period: Period
    /// When it began.
    public var startedAt: Instant
    /// When it ended.
    public var finishedAt: Instant
    /// Whether corrections were to be posted, or only planned.
    public var applies: Bool
    /// Live or test mode, by the key.
    public var livemode: Bool
    /// The Stripe account from the configuration, where it is given.
    public var account: String?
    /// The version of the program.
    public var toolVersion: String
    /// What the findings of this run come to, as they stand after posting; the findings themselves are read where they are
    /// needed, one by one.
    public var findings: FindingTotals
    /// What was planned.
    public var plan: CorrectionPlan
    /// What became of the corrections; empty without `--apply`.
    public var posted: [PostedCorrection]
    /// The proof that no record fell out.
    public var conservation: Conservation
    /// One block per currency, in the order of their codes.
    public var tieOut: [TieOut]
    /// Requests made to Stripe by endpoint.
    public var requests: [String: Int64]
    /// The IANA name of the zone whose days the report tells.
    public var timeZone: String
    /// Why it is incomplete or broken, in sentences; empty otherwise.
    public var remarks: [String]
    /// What somebody has to be told, before the figures.
    public var events: [RunEvent]
    /// What is known of the guard, on which grants rely.
    public var guardStanding: GuardStanding
    /// The operating system's name of who started it; whoever approves its plan is to be another where that is required.
    public var startedBy: String
    /// The plan that it applies, and who approved it; nil of a run that reconciles.
    public var applied: AppliedPlan?
    /// What was sold, failed, went back and was missed when.
    public var analytics: Analytics
    /// The stages that it went through, in their order.
    public var stages: [RunStage]
    /// The run whose report this is once more, under an id of its own; nil for a run's own report.
    public var rendersAgain: RunID?
    /// The address of its page, where `reports.base_url` is set.
    public var page: String?

    /// What became of the paid sessions of its period; nil where the books did not keep it.
    public var paidSessions: PaidSessions?

    /// What of the run it does not show, in sentences; only a report that is rendered again has such gaps.
    public var gaps: [String] = []

    /// The run that it tells of.
    public var run: RunID { rendersAgain ?? id }

    /// The result of those parts.
    public init(
        id: RunID,
        status: RunStatus,
        period: Period,
        startedAt: Instant,
        finishedAt: Instant,
        applies: Bool,
        livemode: Bool,
        account: String?,
        toolVersion: String,
        findings: FindingTotals,
        plan: CorrectionPlan,
        posted: [PostedCorrection],
        conservation: Conservation,
        tieOut: [TieOut],
        requests: [String: Int64],
        timeZone: String = "UTC",
        remarks: [String],
        events: [RunEvent] = [],
        guardStanding: GuardStanding = .notInForce(nil),
        startedBy: String,
        applied: AppliedPlan? = nil,
        analytics: Analytics = Analytics(),
        stages: [RunStage] = []
    ) {
        self.id = id
        self.status = status
        self.period = period
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.applies = applies
        self.livemode = livemode
        self.account = account
        self.toolVersion = toolVersion
        self.findings = findings
        self.plan = plan
        self.posted = posted
        self.conservation = conservation
        self.tieOut = tieOut
        self.requests = requests
        self.timeZone = timeZone
        self.remarks = remarks
        self.events = events
        self.guardStanding = guardStanding
        self.startedBy = startedBy
        self.applied = applied
        self.analytics = analytics
        self.stages = stages
    }

    /// Grants that this run posted.
    public var grants: [PostedCorrection] {
        posted.filter { posted in
            guard posted.correction.action == .grant, case .posted = posted.outcome else { return false }
            return true
        }
    }

    /// What the take-backs that this run posted came to.
    public var takeBacks: [TakenBack] { posted.compactMap(\.takenBack) }

    /// Approved corrections that were not posted because the ledger or Stripe says something else by now, each with the
    /// reason.
    public var skipped: [(correction: Correction, reason: String)] {
        posted.compactMap { posted in
            guard case .changed(let reason) = posted.outcome else { return nil }
            return (posted.correction, reason)
        }
    }

    /// Corrections that failed.
    public var failures: [PostedCorrection] {
        posted.filter { posted in
            if case .failed = posted.outcome { return true }
            return false
        }
    }

    /// How many findings wait for a person: open and above info, but for those that a plan would correct by itself.
    public var waiting: Int { waitingBySeverity.values.reduce(0, +) }

    /// The same by severity.
    public var waitingBySeverity: [Severity: Int] {
        guard !applies else { return findings.openAboveInfo }
        return findings.openAboveInfo.merging(findings.openAndCorrectable) { $0 - $1 }.filter { $0.value > 0 }
    }
}
