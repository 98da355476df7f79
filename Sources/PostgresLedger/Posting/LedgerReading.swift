/// What is read of the ledger once, before the first grant over a connection.
struct LedgerReading {
    let mapping: LedgerMapping
    /// Which columns there are.
    let columns: KeptColumns
    /// The granting function; nil where none is mapped.
    let function: FunctionReading?
    /// The function that tells a balance, where it is read so.
    let balance: FunctionReading?
    /// The balance table and the journal, as the server numbers them; nil where there are none.
    let balanceTable: String?
    let movementTable: String?
    /// What writes a purchase row, of the columns that there are; nil where there is no purchase log.
    let purchaseInsertion: Statement?
    /// What completes a failed one; nil where a purchase has no status.
    let purchaseCompletion: Statement?

    init(_ connection: Connection, _ mapping: LedgerMapping) throws(PostgresError) {
        self.mapping = mapping
        columns = try KeptColumns(connection)
        if let function = mapping.function {
            self.function = try connection.reading(of: function.name, passing: function.arguments.map(\.name))
        } else {
            function = nil
        }
        if case .function(let name, let argument) = mapping.balance {
            balance = try connection.reading(of: name, passing: [argument])
        } else {
            balance = nil
        }
        balanceTable = try connection.number(of: mapping.tables[.balance])
        movementTable = try connection.number(of: mapping.tables[.movement])
        let purchase = columns.of(.purchase)
        purchaseInsertion = purchase.isEmpty ? nil : .grantInsertPurchase(purchase)
        purchaseCompletion = purchase.contains("status") ? .grantCompletePurchase(purchase) : nil
    }
}

extension Connection {
    /// The table's number in `pg_class`; nil where there is no such table.
    fileprivate func number(of table: MappedTable?) throws(PostgresError) -> String? {
        guard let table else { return nil }
        return try query(
            """
            SELECT relation.oid::text AS number
            FROM pg_class AS relation
            JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
            WHERE namespace.nspname = $1 AND relation.relname = $2
            """,
            [.text(table.schema), .text(table.name)]
        ).first?.optionalText("number")
    }
}

extension PostgresLedger {
    /// What is known of the ledger over this connection, read when it is first needed.
    ///
    /// - Throws: ``PostgresError``.
    func ledgerReading() throws(PostgresError) -> LedgerReading {
        if let reading { return reading }
        let read = try LedgerReading(connection, mapping)
        reading = read
        return read
    }
}

extension Statement {
    fileprivate static func grantCompletePurchase(_ columns: Set<String>) -> Statement {
        Statement("grant_7_complete_purchase", embedded: PackageResources.grant_7_complete_purchase_sql, of: columns)
    }
    fileprivate static func grantInsertPurchase(_ columns: Set<String>) -> Statement {
        Statement("grant_7_insert_purchase", embedded: PackageResources.grant_7_insert_purchase_sql, of: columns)
    }
}
