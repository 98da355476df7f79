/// A right on one of the ledger's tables that whoever reads and writes them lacks.
public struct MissingRight: Hashable, Sendable {
    /// The role that lacks it: the owner of Tieout's views, or our own before there are any.
    public var reader: String
    /// The table or schema.
    public var object: String
    /// The statement that gives it.
    public var grant: String
}

/// A table whose row-level security holds for whoever reads it.
public struct RowSecurity: Hashable, Sendable {
    /// What the table is for.
    public var view: String
    /// The table.
    public var table: String
    /// The role that reads it: the owner of Tieout's view, or our own before there is one.
    public var reader: String
    /// Whether a policy shows that role every row, and none takes rows away.
    public var isLetThrough: Bool
    /// How many rows it sees.
    public var rowsSeen: Int64
    /// How many there are by the server's own statistics; 0 where they know nothing.
    public var rowsExpected: Int64

    /// Whether rows are hidden that a rule would take for missing.
    public var isBlinding: Bool {
        guard !isLetThrough else { return false }
        // Statistics lag behind: a tenth may be their error, more is not.
        return rowsSeen == 0 || rowsSeen * 10 < rowsExpected * 9
    }
}

extension PostgresLedger {
    /// The rights that reconciling and posting need and that are missing.
    ///
    /// - Throws: ``PostgresError``.
    public func missingRights() throws(PostgresError) -> [MissingRight] {
        let columns = mapping.tables.flatMap { view, table in
            table.columns.values.map { (view: view.rawValue, table: table, column: $0) }
        }
        let needed = mapping.tables.keys.flatMap { view in view.neededRights.map { (view: view.rawValue, right: $0) } }
        let rows = try connection.query(
            .doctorRights,
            [
                .texts(columns.map(\.view)), .texts(columns.map(\.table.schema)), .texts(columns.map(\.table.name)),
                .texts(columns.map(\.column)), .texts(needed.map(\.view)), .texts(needed.map(\.right)),
            ]
        )
        var missing: [MissingRight] = []
        for row in rows {
            missing.append(
                MissingRight(
                    reader: try row.text("reader"),
                    object: try row.text("object"),
                    grant: try row.text("remedy")
                )
            )
        }
        return missing
    }

    /// The mapped tables whose row-level security holds for whoever reads them, with what is seen of each.
    ///
    /// - Throws: ``PostgresError``.
    public func rowSecurity() throws(PostgresError) -> [RowSecurity] {
        let tables = mapping.tables.sorted { $0.key.place < $1.key.place }
        let rows = try connection.query(
            .doctorRowSecurity,
            [
                .texts(tables.map(\.key.rawValue)), .texts(tables.map(\.value.schema)),
                .texts(tables.map(\.value.name)),
            ]
        )
        var secured: [RowSecurity] = []
        for row in rows {
            secured.append(
                RowSecurity(
                    view: try row.text("view"),
                    table: try row.text("table_name"),
                    reader: try row.text("reader"),
                    isLetThrough: try row.boolean("is_let_through"),
                    rowsSeen: try row.integer("rows_seen"),
                    rowsExpected: try row.integer("rows_expected")
                )
            )
        }
        return secured
    }
}

extension LedgerView {
    /// The rights that Tieout needs on the table: to read it, to lock a balance, to record and to sync log rows.
    fileprivate var neededRights: [String] {
        switch self {
        case .balance, .checkout: ["SELECT", "UPDATE"]
        case .purchase, .payment, .invoice: ["SELECT", "INSERT", "UPDATE"]
        case .user, .movement, .package, .subscription, .capacity: ["SELECT"]
        }
    }
}

extension Statement {
    fileprivate static let doctorRights = Statement("doctor_rights", embedded: PackageResources.doctor_rights_sql)
    fileprivate static let doctorRowSecurity = Statement(
        "doctor_row_security",
        embedded: PackageResources.doctor_row_security_sql
    )
}
