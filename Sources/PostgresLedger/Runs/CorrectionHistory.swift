import Reconciliation

/// A correction as the books keep it.
public struct CorrectionRecord: Hashable, Sendable {
    /// What was done.
    public let action: String
    /// The run that did it.
    public let run: String
    /// The buyer, of a grant.
    public let userID: String?
    /// Credits, of a grant.
    public let credits: Int64?
    /// The buyer's balance before and after, of a grant.
    public let balanceBefore: Int64?
    /// See ``balanceBefore``.
    public let balanceAfter: Int64?
    /// Who approved it, where a person did.
    public let approvedBy: String?
    /// When, by the database's clock.
    public let postedAt: Instant
}

extension PostgresLedger {
    /// What Tieout did for an object, oldest first.
    ///
    /// - Throws: ``PostgresError``.
    public func corrections(of stripeID: String) throws(PostgresError) -> [CorrectionRecord] {
        var records: [CorrectionRecord] = []
        for row in try connection.query(.correctionsOfObject, [.text(stripeID)]) {
            records.append(
                CorrectionRecord(
                    action: try row.text("action"),
                    run: try row.text("run_id"),
                    userID: try row.optionalText("user_id"),
                    credits: try row.optionalInteger("credits"),
                    balanceBefore: try row.optionalInteger("balance_before"),
                    balanceAfter: try row.optionalInteger("balance_after"),
                    approvedBy: try row.optionalText("approved_by"),
                    postedAt: try row.instant("posted_at")
                )
            )
        }
        return records
    }
}

extension Statement {
    fileprivate static let correctionsOfObject = Statement(
        "corrections_of_object",
        embedded: PackageResources.corrections_of_object_sql
    )
}
