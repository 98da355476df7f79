import Reconciliation

/// All that a run had to say but its findings and records, as the books keep it: what its report is rendered from again.
public struct KeptResult: Codable, Hashable, Sendable {
    /// Raised when a key changes its meaning.
    public var schemaVersion = 1
    /// What the findings came to; the books keep the findings themselves, and later runs take them over.
    public var findings: FindingTotals
    private var id: RunID
    private var status: RunStatus
    private var period: Period
    private var startedAt: Instant
    private var finishedAt: Instant
    private var applies: Bool
    private var livemode: Bool
    private var account: String?
    private var toolVersion: String
    private var plan: CorrectionPlan
    private var posted: [PostedCorrection]
    private var conservation: Conservation
    private var tieOut: [TieOut]
    private var requests: [String: Int64]
    private var timeZone: String
    private var remarks: [String]
    private var events: [RunEvent]
    private var guardStanding: GuardStanding
    private var startedBy: String
    private var applied: AppliedPlan?
    private var analytics: Analytics
    private var stages: [RunStage]
    private var paidSessions: PaidSessions?

    /// More corrections than this are not kept: they would have to be in memory as one text, and a run's memory is flat.
    public static let mostCorrections = 5_000

    /// What is kept of a result; nil when it has too many corrections.
    public init?(_ result: RunResult) {
        guard result.plan.corrections.count <= Self.mostCorrections else { return nil }
        findings = result.findings
        id = result.id
        status = result.status
        period = result.period
        startedAt = result.startedAt
        finishedAt = result.finishedAt
        applies = result.applies
        livemode = result.livemode
        account = result.account
        toolVersion = result.toolVersion
        plan = result.plan
        posted = result.posted
        conservation = result.conservation
        tieOut = result.tieOut
        requests = result.requests
        timeZone = result.timeZone
        remarks = result.remarks
        events = result.events
        guardStanding = result.guardStanding
        startedBy = result.startedBy
        applied = result.applied
        analytics = result.analytics
        stages = result.stages
        paidSessions = result.paidSessions
    }

    /// The result, to be published under another id.
    public func result(as other: RunID) -> RunResult {
        var result = RunResult(
            id: other,
            status: status,
            period: period,
            startedAt: startedAt,
            finishedAt: finishedAt,
            applies: applies,
            livemode: livemode,
            account: account,
            toolVersion: toolVersion,
            findings: findings,
            plan: plan,
            posted: posted,
            conservation: conservation,
            tieOut: tieOut,
            requests: requests,
            timeZone: timeZone,
            remarks: remarks,
            events: events,
            guardStanding: guardStanding,
            startedBy: startedBy,
            applied: applied,
            analytics: analytics,
            stages: stages
        )
        result.rendersAgain = id
        result.paidSessions = paidSessions
        return result
    }

    /// As the books keep it.
    ///
    /// - Throws: `EncodingError`, which these values never give.
    public func json() throws -> String { String(decoding: try JSONText.canonical(self), as: UTF8.self) }

    /// Reads what the books keep; nil when another version of the program wrote it in another form.
    public init?(json: String) {
        guard let kept = try? JSONText.decode(KeptResult.self, from: Array(json.utf8)), kept.schemaVersion == 1 else {
            return nil
        }
        self = kept
    }
}
