/// A limit for those whom somebody waits for at a page.
extension PostgresLedger {
    /// Bounds how long each statement of this connection may take; connecting again takes the limit away.
    ///
    /// - Throws: ``PostgresError``.
    public func limitStatements(toMilliseconds limit: Int64) throws(PostgresError) {
        try connection.query(.sessionLimit, [.text(String(limit))])
    }
}

extension Statement {
    fileprivate static let sessionLimit = Statement("session_limit", embedded: PackageResources.session_limit_sql)
}
