import Reconciliation

/// A person's acceptance of findings, in Tieout's own books.
extension PostgresLedger {
    /// Accepts what is open of an object; nothing is planned for it until the acceptance ends or the finding changes.
    ///
    /// - Parameter id: a Stripe id, a ledger id or a fingerprint.
    /// - Returns: what was accepted; empty when nothing was open.
    /// - Throws: ``PostgresError``.
    public func accept(_ id: String, _ acceptance: Acceptance) throws(PostgresError) -> [OpenFinding] {
        let rows = try connection.query(
            .findingAccept,
            [.text(id), .text(acceptance.by), .text(acceptance.reason), .instant(acceptance.until)]
        )
        var accepted: [OpenFinding] = []
        for row in rows { accepted.append(try OpenFinding(stored: row)) }
        return accepted
    }

    /// Opens again every finding whose acceptance has ended, also those whose record no run examines any more.
    ///
    /// - Throws: ``PostgresError``.
    public func reopenFindings(now: Instant) throws(PostgresError) {
        try connection.change(.findingReopen, [.instant(now)])
    }

    /// The fingerprints of what a run saw and a person has accepted.
    ///
    /// - Throws: ``PostgresError``.
    public func acceptedFindings(of run: RunID) throws(PostgresError) -> Set<String> {
        var accepted: Set<String> = []
        for row in try connection.query(.findingAccepted, [.text(run.text)]) {
            accepted.insert(try row.text("fingerprint"))
        }
        return accepted
    }
}

extension Statement {
    fileprivate static let findingAccept = Statement("finding_accept", embedded: PackageResources.finding_accept_sql)
    fileprivate static let findingReopen = Statement("finding_reopen", embedded: PackageResources.finding_reopen_sql)
    fileprivate static let findingAccepted = Statement(
        "finding_accepted",
        embedded: PackageResources.finding_accepted_sql
    )
}
