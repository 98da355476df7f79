import Reconciliation

extension PostgresLedger {
    /// Leaves a row for each notice in the application's own `platform_alerts`, where there is such a table and our role may
    /// add to it; else does nothing.
    ///
    /// - Throws: ``PostgresError`` when a row is refused: by a condition on its words, or by row-level security.
    public func note(_ bulletin: Bulletin) throws(PostgresError) {
        guard try connection.query(.platformAlertIsThere)[0].boolean("is_there") else { return }
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
                "code": notice.alert.code.rawValue,
                "severity": notice.isFiring ? notice.alert.severity.rawValue : RunEvent.Severity.info.rawValue,
                "message": notice.isFiring ? notice.alert.summary : "over: \(notice.alert.summary)",
                "metadata": metadata,
            ]
        }
        try connection.change(.platformAlertNote, [.json(Self.json(rows)), .instant(bulletin.toldAt)])
    }
}

extension Statement {
    fileprivate static let platformAlertIsThere = Statement(
        "platform_alert_is_there",
        embedded: PackageResources.platform_alert_is_there_sql
    )
    fileprivate static let platformAlertNote = Statement(
        "platform_alert_note",
        embedded: PackageResources.platform_alert_note_sql
    )
}
