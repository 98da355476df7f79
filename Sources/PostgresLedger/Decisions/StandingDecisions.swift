import Reconciliation

/// The decisions that a run heeds, and those that explain an object.
extension PostgresLedger {
    /// What approvers said last of each finding: declines, and approvals since `instant` whose correction was not posted since.
    ///
    /// - Throws: ``PostgresError``.
    public func standingDecisions(approvedSince instant: Instant) throws(PostgresError) -> [RecordedDecision] {
        var decisions: [RecordedDecision] = []
        for row in try connection.query(.decisionStanding, [.instant(instant)]) {
            decisions.append(try RecordedDecision(row, posting: nil))
        }
        return decisions
    }

    /// What approvers decided of an object, oldest first.
    ///
    /// - Parameter id: a Stripe id or a fingerprint.
    /// - Throws: ``PostgresError``.
    public func decisions(on id: String) throws(PostgresError) -> [RecordedDecision] {
        var decisions: [RecordedDecision] = []
        for row in try connection.query(.decisionOfObject, [.text(id)]) {
            decisions.append(try RecordedDecision(row, posting: nil))
        }
        return decisions
    }
}

extension Statement {
    fileprivate static let decisionStanding = Statement(
        "decision_standing",
        embedded: PackageResources.decision_standing_sql
    )
    fileprivate static let decisionOfObject = Statement(
        "decision_of_object",
        embedded: PackageResources.decision_of_object_sql
    )
}
