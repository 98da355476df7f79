import Reconciliation

extension PostgresLedger {
    /// What is wrong with what a run wrote, in sentences; empty when each of its grants stands exactly once.
    ///
    /// - Throws: ``PostgresError``.
    public func brokenInvariants(of run: RunID) throws(PostgresError) -> [String] {
        var breaks: [String] = []
        for row in try connection.query(.invariantGrantedOnce, [.text(run.text)]) {
            let movements = try row.optionalInteger("movements") ?? 0
            let purchases = try row.optionalInteger("purchases") ?? 0
            breaks.append(
                "\(try row.text("stripe_id")) was granted by this run and has \(movements) movements "
                    + "and \(purchases) completed purchases instead of one each"
            )
        }
        return breaks
    }
}

extension Statement {
    fileprivate static let invariantGrantedOnce = Statement(
        "invariant_granted_once",
        embedded: PackageResources.invariant_granted_once_sql
    )
}
