import Reconciliation

extension PostgresLedger {
    /// Hands over the findings that a run saw, oldest first, one by one; they are read in portions, so that memory does not
    /// grow with them.
    ///
    /// - Throws: ``PostgresError``, and what `body` throws.
    public nonisolated func forEachFinding(
        of run: RunID,
        _ body: (OpenFinding) async throws -> Void
    ) async throws {
        let cursor = Cursor(.findingListRun, [.text(run.text)], fetch: .findingFetch)
        try await forEachPortion(of: cursor) { (rows) throws(PostgresError) in
            var findings: [OpenFinding] = []
            findings.reserveCapacity(rows.count)
            for row in rows { findings.append(try OpenFinding(stored: row)) }
            return findings
        } _: { findings in
            for finding in findings { try await body(finding) }
        }
    }
}

extension Statement {
    fileprivate static let findingListRun = Statement(
        "finding_list_run",
        embedded: PackageResources.finding_list_run_sql
    )
    fileprivate static let findingFetch = Statement("finding_fetch", embedded: PackageResources.finding_fetch_sql)
}
