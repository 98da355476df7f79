import Reconciliation

/// What the database says of itself and of our session.
public struct DatabaseFacts: Hashable, Sendable {
    /// The role that we are.
    public let role: String
    /// The database.
    public let database: String
    /// The server's version.
    public let version: String
    /// Whether it is a replica, which cannot be written to.
    public let isReplica: Bool
    /// Its clock.
    public let clock: Instant
}

/// A function of the name that grants go through.
public struct FunctionFacts: Hashable, Sendable {
    /// Its name and argument types.
    public let signature: String
    /// Whether our role may execute it.
    public let isCallable: Bool
    /// Whether it takes the arguments that Tieout passes.
    public let isExpected: Bool
}

/// What is looked at before anything is written; nothing here writes.
extension PostgresLedger {
    /// What the database says of itself.
    ///
    /// - Throws: ``PostgresError``.
    public func databaseFacts() throws(PostgresError) -> DatabaseFacts {
        let row = try connection.query(.doctorSession)[0]
        return DatabaseFacts(
            role: try row.text("role"),
            database: try row.text("database"),
            version: try row.text("version"),
            isReplica: try row.boolean("is_replica"),
            clock: Instant(secondsSinceEpoch: try row.integer("clock"))
        )
    }

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

    /// The functions of the granting function's name.
    ///
    /// - Throws: ``PostgresError``.
    public func grantingFunctions() throws(PostgresError) -> [FunctionFacts] {
        var functions: [FunctionFacts] = []
        for row in try connection.query(.doctorFunction) {
            functions.append(
                FunctionFacts(
                    signature: try row.text("signature"),
                    isCallable: try row.boolean("is_callable"),
                    isExpected: try row.optionalBoolean("is_expected") ?? false
                )
            )
        }
        return functions
    }

    /// How many of the ledger's newest checkout rows name live, and how many test sessions.
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
    fileprivate static let doctorSession = Statement(
        "doctor_session",
        embedded: PackageResources.doctor_session_sql
    )
    fileprivate static let doctorMissingColumns = Statement(
        "doctor_missing_columns",
        embedded: PackageResources.doctor_missing_columns_sql
    )
    fileprivate static let doctorFunction = Statement(
        "doctor_function",
        embedded: PackageResources.doctor_function_sql
    )
    fileprivate static let doctorModes = Statement("doctor_modes", embedded: PackageResources.doctor_modes_sql)
    fileprivate static let doctorAnyBuyer = Statement(
        "doctor_any_buyer",
        embedded: PackageResources.doctor_any_buyer_sql
    )
}
