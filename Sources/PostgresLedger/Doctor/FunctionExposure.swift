/// With whose rights a function runs, and who may call it.
public struct FunctionExposure: Hashable, Sendable {
    /// Its schema and name, as SQL writes them.
    public var name: String
    /// Its name and argument types, as the server writes them.
    public var signature: String
    /// Its name and arguments with the schema, as `GRANT`, `REVOKE` and `ALTER FUNCTION` take them.
    public var identity: String
    /// Whether our role may execute it.
    public var isCallable: Bool
    /// Whether only a trigger can call it.
    public var isTrigger: Bool
    /// Whether it runs with its owner's rights, whoever calls it.
    public var isDefiner: Bool
    /// Its owner.
    public var owner: String
    /// Whether its owner is a superuser.
    public var ownerIsSuperuser: Bool
    /// Its own search path; nil where it has the caller's.
    public var searchPath: String?
    /// Schemas in which everybody may create.
    public var openSchemas: [String]
    /// Who may execute it beside its owner, as SQL names them.
    public var callers: [String]
    /// Our role, as SQL names it.
    public var role: String
    /// Who would lose the right to execute it if not everybody had it: our role, and `service_role`.
    public var callersByDefault: [String]
}

extension PostgresLedger {
    /// The functions of that name, each with who may call it.
    ///
    /// - Throws: ``PostgresError``.
    public func exposure(of function: FunctionName) throws(PostgresError) -> [FunctionExposure] {
        var functions: [FunctionExposure] = []
        for row in try connection.query(
            .doctorFunction,
            [.text(function.schema), .text(function.name)]
        ) {
            functions.append(
                FunctionExposure(
                    name: try row.text("name"),
                    signature: try row.text("signature"),
                    identity: try row.text("identity"),
                    isCallable: try row.boolean("is_callable"),
                    isTrigger: try row.boolean("is_trigger"),
                    isDefiner: try row.boolean("is_definer"),
                    owner: try row.text("owner"),
                    ownerIsSuperuser: try row.boolean("owner_is_superuser"),
                    searchPath: try row.optionalText("search_path"),
                    openSchemas: try row.list("open_schemas"),
                    callers: try row.list("callers"),
                    role: try row.text("role"),
                    callersByDefault: try row.list("callers_by_default")
                )
            )
        }
        return functions
    }

    /// Who may change balances without any function: PUBLIC, `anon` and `authenticated`, those of them that may.
    ///
    /// - Throws: ``PostgresError``.
    public func balanceWriters(_ balance: MappedTable) throws(PostgresError) -> [String] {
        var writers: [String] = []
        for row in try connection.query(.doctorWriters, [.text(balance.schema), .text(balance.name)]) {
            writers.append(try row.text("writer"))
        }
        return writers
    }
}

extension Row {
    /// Names with commas between them.
    func list(_ column: String) throws(PostgresError) -> [String] {
        try text(column).split(separator: ",").map(String.init)
    }
}

extension Statement {
    fileprivate static let doctorFunction = Statement(
        "doctor_function",
        embedded: PackageResources.doctor_function_sql
    )
    fileprivate static let doctorWriters = Statement("doctor_writers", embedded: PackageResources.doctor_writers_sql)
}
