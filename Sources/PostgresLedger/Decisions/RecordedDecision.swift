import Reconciliation

/// What an approver said of one correction of a plan, as the books keep it.
public struct RecordedDecision: Hashable, Sendable {
    /// The posting of a correction that was decided.
    public struct Posting: Hashable, Sendable {
        /// The run that posted it.
        public var run: String
        /// When, by the database's clock.
        public var at: Instant
        /// Who approved it, where a person did.
        public var approvedBy: String?
    }

    /// The Stripe object that the correction is for.
    public var stripeID: String
    /// The finding that it answers.
    public var fingerprint: String
    /// The run whose plan was reviewed.
    public var run: RunID
    /// The hash of that plan.
    public var planHash: String
    /// What was said.
    public var verdict: PlanDecision.Verdict
    /// Who said it.
    public var decidedBy: String
    /// When, by the database's clock.
    public var decidedAt: Instant
    /// Why.
    public var reason: String
    /// The plan's entry as it was reviewed, as JSON text.
    public var correction: String
    /// The first posting of the correction since then; nil where there was none.
    public var posting: Posting?
}

/// How much of a run's plan was decided.
public struct DecisionTotals: Hashable, Sendable {
    /// Corrections that were approved.
    public var approved: Int64
    /// Corrections that were declined.
    public var declined: Int64
    /// Of what was approved, what was posted since.
    public var posted: Int64

    /// Totals of those counts.
    public init(approved: Int64, declined: Int64, posted: Int64) {
        (self.approved, self.declined, self.posted) = (approved, declined, posted)
    }
}

extension PostgresLedger {
    /// The decisions on the plan of a run in their order, each with whether its correction was posted since.
    ///
    /// - Throws: ``PostgresError``.
    public func decisions(of run: RunID) throws(PostgresError) -> [RecordedDecision] {
        var decisions: [RecordedDecision] = []
        for row in try connection.query(.decisionList, [.text(run.text)]) {
            decisions.append(try RecordedDecision(row, posting: try RecordedDecision.Posting(row)))
        }
        return decisions
    }

    /// Which corrections of a run's plan were posted since that run began, decided or not, by their fingerprints.
    ///
    /// - Throws: ``PostgresError``.
    public func postings(
        of corrections: [(stripeID: String, fingerprint: String)],
        in run: RunID
    ) throws(PostgresError) -> [String: RecordedDecision.Posting] {
        let rows = try connection.query(
            .decisionPosted,
            [.text(run.text), .texts(corrections.map(\.stripeID)), .texts(corrections.map(\.fingerprint))]
        )
        var postings: [String: RecordedDecision.Posting] = [:]
        for row in rows { postings[try row.text("fingerprint")] = try RecordedDecision.Posting(row) }
        return postings
    }

    /// How much of the plans of those runs was decided; runs of which nothing was decided are left out.
    ///
    /// - Throws: ``PostgresError``.
    public func decisionTotals(of runs: [RunID]) throws(PostgresError) -> [RunID: DecisionTotals] {
        var totals: [RunID: DecisionTotals] = [:]
        for row in try connection.query(.decisionTotals, [.texts(runs.map(\.text))]) {
            guard let run = RunID(try row.text("run_id")) else { continue }
            totals[run] = DecisionTotals(
                approved: try row.integer("approved"),
                declined: try row.integer("declined"),
                posted: try row.integer("posted")
            )
        }
        return totals
    }
}

extension RecordedDecision {
    init(_ row: Row, posting: Posting?) throws(PostgresError) {
        stripeID = try row.text("stripe_id")
        fingerprint = try row.text("fingerprint")
        run = try row.parsed(RunID(try row.text("run_id")), "run_id", "a run")
        planHash = try row.text("plan_hash")
        verdict = try row.parsed(PlanDecision.Verdict(rawValue: try row.text("verdict")), "verdict", "a verdict")
        decidedBy = try row.text("decided_by")
        decidedAt = try row.instant("decided_at")
        reason = try row.text("reason")
        correction = try row.text("correction")
        self.posting = posting
    }
}

extension RecordedDecision.Posting {
    fileprivate init?(_ row: Row) throws(PostgresError) {
        guard let at = try row.optionalInstant("posted_at") else { return nil }
        self.init(run: try row.text("posted_run"), at: at, approvedBy: try row.optionalText("posted_approver"))
    }
}

extension Statement {
    static let decisionPosted = Statement("decision_posted", embedded: PackageResources.decision_posted_sql)
    fileprivate static let decisionList = Statement("decision_list", embedded: PackageResources.decision_list_sql)
    fileprivate static let decisionTotals = Statement("decision_totals", embedded: PackageResources.decision_totals_sql)
}
