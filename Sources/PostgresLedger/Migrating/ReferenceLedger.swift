extension PostgresLedger {
    /// Creates the reference ledger, or what is missing of it: tables, columns, indexes, policies, rights, the granting
    /// function and the default packages.
    ///
    /// What is there is never dropped, renamed or rewritten, and a function of that name is left alone. All of it or
    /// nothing, in one transaction; a second call changes nothing.
    ///
    /// - Returns: what was created, and what a person has to finish: a required column of a table that has rows.
    /// - Throws: ``PostgresError``; `42501` when the role may not create roles or schemas.
    @discardableResult
    public func createOrCompleteLedger() throws(PostgresError) -> MigrationReport {
        let connection = try connection
        _ = connection.takeNotices()
        try connection.transaction { () throws(PostgresError) in
            for part in ReferenceLedger.parts {
                try connection.execute(script: part.script, named: part.name)
            }
        }
        try connection.forgetPreparedStatements()
        let notices = connection.takeNotices()
        return MigrationReport(
            changes: notices.filter { $0.sqlState.rawValue == "TO001" }.map(\.message),
            remarks: notices.filter { $0.sqlState.rawValue == "TO002" }.map(\.message)
        )
    }

    /// The SQL of ``createOrCompleteLedger()``, as one script to read or to run with psql.
    public static var ledgerScript: String {
        (["BEGIN;"] + ReferenceLedger.parts.map(\.script) + ["COMMIT;", ""]).joined(separator: "\n")
    }
}

/// The parts of the reference ledger, in the order in which they need each other.
private enum ReferenceLedger {
    static let parts: [(name: String, script: String)] = [
        ("ledger_1_roles", PackageResources.ledger_1_roles_sql),
        ("ledger_2_tables", PackageResources.ledger_2_tables_sql),
        ("ledger_3_access", PackageResources.ledger_3_access_sql),
        ("ledger_4_function", PackageResources.ledger_4_function_sql),
        ("ledger_5_packages", PackageResources.ledger_5_packages_sql),
    ].map { ($0, String(decoding: $1, as: UTF8.self)) }
}
