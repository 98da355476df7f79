/// What the database says of the application's table of alerts.
public struct AlertTableFacts: Hashable, Sendable {
    /// Whether it is there.
    public var isThere: Bool
    /// Its mapped columns that are not, in one phrase; nil when all are.
    public var missingColumns: String?
    /// Whose rights count: those of the owner of Tieout's view over it, or our own before there is one.
    public var writer: String
    /// Whether that role may add rows.
    public var mayInsert: Bool
    /// The statements that let it.
    public var grant: String
}

extension PostgresLedger {
    /// Looks at the application's table of alerts; nil where none is mapped.
    ///
    /// - Throws: ``PostgresError``.
    public func alertTableFacts() throws(PostgresError) -> AlertTableFacts? {
        guard let table = mapping.alerts else { return nil }
        let row = try connection.query(
            .doctorAlertTable,
            [.text(table.schema), .text(table.name), .texts(table.columns.values.sorted())]
        )[0]
        return AlertTableFacts(
            isThere: try row.boolean("is_there"),
            missingColumns: try row.optionalText("missing_columns"),
            writer: try row.text("writer"),
            mayInsert: try row.boolean("may_insert"),
            grant: try row.text("remedy")
        )
    }
}

extension Statement {
    fileprivate static let doctorAlertTable = Statement(
        "doctor_alert_table",
        embedded: PackageResources.doctor_alert_table_sql
    )
}
