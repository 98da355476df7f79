/// What the database says of itself and of our session.
public struct SessionFacts: Hashable, Sendable {
    /// The role that we are.
    public var role: String
    /// The database.
    public var database: String
    /// The server's version, as people write it.
    public var version: String
    /// The server's version as `150007` for 15.7.
    public var versionNumber: Int64
    /// Whether it is a replica, which cannot be written to.
    public var isReplica: Bool
    /// Whether transactions of our role are read only unless they say otherwise.
    public var isReadOnly: Bool
    /// Whether Tieout's own schema is there, or our role may make it.
    public var mayCreateSchemas: Bool
}

extension PostgresLedger {
    /// What the database says of itself.
    ///
    /// - Throws: ``PostgresError``.
    public func sessionFacts() throws(PostgresError) -> SessionFacts {
        let row = try connection.query(.doctorSession)[0]
        return SessionFacts(
            role: try row.text("role"),
            database: try row.text("database"),
            version: try row.text("version"),
            versionNumber: try row.integer("version_number"),
            isReplica: try row.boolean("is_replica"),
            isReadOnly: try row.boolean("is_read_only"),
            mayCreateSchemas: try row.boolean("may_create_schemas")
        )
    }
}

extension Statement {
    fileprivate static let doctorSession = Statement(
        "doctor_session",
        embedded: PackageResources.doctor_session_sql
    )
}
