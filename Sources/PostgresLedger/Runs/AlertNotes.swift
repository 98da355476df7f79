import Reconciliation

extension PostgresLedger {
    /// Leaves a row for each notice in the application's own table of alerts, where there is one; else does nothing.
    ///
    /// - Throws: ``PostgresError`` when a row is refused: for want of a right, by a condition on its words, or by row-level
    ///   security.
    public func note(_ bulletin: Bulletin) throws(PostgresError) {
        let connection = try connection
        let columns = try KeptColumns(connection).of(AlertTable.view)
        guard columns.contains("message") else { return }
        let rows: [[String: Any]] = bulletin.notices.map { notice in
            let counts = notice.alert.counts.map { ($0.name, $0.value) }
            var metadata: [String: Any] = [
                "state": notice.isFiring ? "firing" : "resolved", "reason": notice.reason.rawValue,
                "environment": bulletin.environment, "since": notice.since.rfc3339,
                "counts": Dictionary(counts) { first, _ in first },
                "money": notice.alert.money.map(\.description),
            ]
            metadata["run_id"] = bulletin.run?.text
            metadata["report_url"] = bulletin.reportURL
            return [
                "alert_type": "tieout_\(notice.alert.code.rawValue)", "provider": "tieout",
                "severity": notice.isFiring ? notice.alert.severity.rawValue : RunEvent.Severity.info.rawValue,
                "message": notice.isFiring ? notice.alert.summary : "over: \(notice.alert.summary)",
                "metadata": metadata, "created_at": bulletin.toldAt.rfc3339,
            ]
        }
        let statement = Statement("alert_note", embedded: PackageResources.alert_note_sql, of: columns)
        try connection.change(statement, [.json(Self.json(rows))])
    }
}
