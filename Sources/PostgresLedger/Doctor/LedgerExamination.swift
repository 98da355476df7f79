/// What is looked at before anything is written; nothing here writes.
extension PostgresLedger {
    /// Tables, and columns as `table.column`, that the ledger needs and lacks.
    ///
    /// - Throws: ``PostgresError``.
    public func missingRelations() throws(PostgresError) -> [String] {
        var missing: [String] = []
        for row in try connection.query(.doctorMissingColumns) {
            let (table, column) = (try row.text("table_name"), try row.text("column_name"))
            missing.append(column.isEmpty ? table : "\(table).\(column)")
        }
        return missing
    }

    /// How many of the ledger's newest references name live, and how many test sessions. Tieout's views have to be there.
    ///
    /// - Throws: ``PostgresError``.
    public func sessionModes() throws(PostgresError) -> (live: Int64, test: Int64) {
        let row = try connection.query(.doctorModes)[0]
        return (try row.integer("live"), try row.integer("test"))
    }

    /// Grants one credit in a transaction that is rolled back, and says how the call's effect differs from exactly that.
    ///
    /// - Returns: nil when the function did as it should, or when there is no buyer yet to try it on.
    /// - Throws: ``PostgresError`` when the function raises.
    public func tryGrant() throws(PostgresError) -> String? {
        let buyers = try connection.query(.doctorAnyBuyer)
        guard !buyers.isEmpty else { return nil }
        let userID = try buyers[0].text("user_id")
        return try GrantTrial(connection: connection, userID: userID).deviation()
    }
}

extension Statement {
    fileprivate static let doctorMissingColumns = Statement(
        "doctor_missing_columns",
        embedded: PackageResources.doctor_missing_columns_sql
    )
    fileprivate static let doctorModes = Statement("doctor_modes", embedded: PackageResources.doctor_modes_sql)
    fileprivate static let doctorAnyBuyer = Statement(
        "doctor_any_buyer",
        embedded: PackageResources.doctor_any_buyer_sql
    )
}
