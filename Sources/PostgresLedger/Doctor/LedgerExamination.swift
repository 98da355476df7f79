/// What is looked at before anything is written; nothing here writes.
extension PostgresLedger {
    /// Tables, and columns as `table.column`, that are mapped and not there.
    ///
    /// What only one rule or one argument can do without is not among them: the providers' credits, and e-mail addresses
    /// where no argument takes them.
    ///
    /// - Throws: ``PostgresError``.
    public func missingRelations() throws(PostgresError) -> [String] {
        var missing: [String] = []
        let needed = mapping.tables.filter { $0.key != .capacity }.flatMap { view, table in
            table.columns.filter { view != .user || $0.key != "email" || mapping.needsEmail }
                .map { (table.schema, table.name, $0.value) }
        }
        let rows = try connection.query(
            .doctorMissingColumns,
            [.texts(needed.map(\.0)), .texts(needed.map(\.1)), .texts(needed.map(\.2))]
        )
        for row in rows {
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
}

extension LedgerMapping {
    fileprivate var needsEmail: Bool { function?.arguments.contains { $0.source == .email } ?? false }
}

extension Statement {
    fileprivate static let doctorMissingColumns = Statement(
        "doctor_missing_columns",
        embedded: PackageResources.doctor_missing_columns_sql
    )
    fileprivate static let doctorModes = Statement("doctor_modes", embedded: PackageResources.doctor_modes_sql)
}
