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
        try await openFindings(of: run)
        do {
            while let portion = try await nextFindings() { for finding in portion { try await body(finding) } }
        } catch {
            try? await closeFindings()
            throw error
        }
        try await closeFindings()
    }

    private func openFindings(of run: RunID) throws(PostgresError) {
        try connection.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", named: "BEGIN")
        try connection.query(.findingListRun, [.text(run.text)])
    }

    private func nextFindings() throws(PostgresError) -> [OpenFinding]? {
        let rows = try connection.query(.findingFetch)
        guard !rows.isEmpty else { return nil }
        var findings: [OpenFinding] = []
        findings.reserveCapacity(rows.count)
        for row in rows { findings.append(try OpenFinding(stored: row)) }
        return findings
    }

    private func closeFindings() throws(PostgresError) {
        try connection.execute(script: "ROLLBACK", named: "ROLLBACK")
    }
}

extension Statement {
    fileprivate static let findingListRun = Statement(
        "finding_list_run",
        embedded: PackageResources.finding_list_run_sql
    )
    fileprivate static let findingFetch = Statement("finding_fetch", embedded: PackageResources.finding_fetch_sql)
}
