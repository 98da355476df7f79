import Reconciliation

extension PostgresLedger {
    /// The newest run that did its job, and the newest that ended.
    ///
    /// - Throws: ``PostgresError``.
    public func freshness() throws(PostgresError) -> Freshness {
        let row = try connection.query(.runFreshness)[0]
        return Freshness(lastGood: try Self.ended("good", in: row), last: try Self.ended("last", in: row))
    }

    private static func ended(_ prefix: String, in row: Row) throws(PostgresError) -> Freshness.Ended? {
        guard let run = try row.optionalText("\(prefix)_run"),
            let status = RunStatus(rawValue: try row.text("\(prefix)_status"))
        else { return nil }
        return Freshness.Ended(
            run: run,
            status: status,
            isGood: try row.boolean("\(prefix)_is_good"),
            at: try row.instant("\(prefix)_at")
        )
    }
}

extension Statement {
    fileprivate static let runFreshness = Statement("run_freshness", embedded: PackageResources.run_freshness_sql)
}
