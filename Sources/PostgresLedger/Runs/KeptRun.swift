import Reconciliation

/// What the books keep of the newest run that came to its end, so that its report can be rendered again.
public struct KeptRun: Hashable, Sendable {
    /// The run.
    public let id: RunID
    /// Its result, in the form in which it was handed over.
    public let result: String
    /// Whether its records are still in the stage: they are until the next run begins, or the server crashes.
    public let isStaged: Bool
}

extension PostgresLedger {
    /// Keeps the result of a run in place of that of the run before; nil where there is too much to keep.
    ///
    /// - Throws: ``PostgresError``.
    public func keepResult(_ result: String?, of run: RunID) throws(PostgresError) {
        try connection.change(.runKeepResult, [.text(run.text), .text(result)])
    }

    /// The run whose result is kept; nil before the first that came to its end.
    ///
    /// - Throws: ``PostgresError``.
    public func keptRun() throws(PostgresError) -> KeptRun? {
        let rows = try connection.query(.runKeptResult)
        guard !rows.isEmpty, let id = RunID(try rows[0].text("run_id")) else { return nil }
        return KeptRun(
            id: id,
            result: try rows[0].text("kept_result"),
            isStaged: try rows[0].boolean("is_staged")
        )
    }
}

extension Statement {
    fileprivate static let runKeepResult = Statement("run_keep_result", embedded: PackageResources.run_keep_result_sql)
    fileprivate static let runKeptResult = Statement("run_kept_result", embedded: PackageResources.run_kept_result_sql)
}
