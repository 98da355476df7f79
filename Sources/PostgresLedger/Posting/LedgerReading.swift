/// What is read of the ledger once, before the first grant over a connection.
struct LedgerReading {
    let mapping: LedgerMapping
    /// Which columns there are.
    let columns: KeptColumns
    /// The granting function; nil where none is mapped.
    let function: FunctionReading?
    /// The function that tells a balance, where it is read so.
    let balance: FunctionReading?
    /// Which rows of the balance table and of the journal a transaction wrote; nil where that cannot be asked.
    let balanceRows: Statement?
    let movementRows: Statement?

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
        balanceRows = try connection.rowsQuestion(mapping.tables[.balance], credits: "balance")
        movementRows = try connection.rowsQuestion(mapping.tables[.movement], credits: "credits")
    }
}

extension Connection {
    /// The question which of a table's rows this transaction wrote.
    fileprivate func rowsQuestion(_ table: MappedTable?, credits: String) throws(PostgresError) -> Statement? {
        guard let table, let user = table.columns["user_id"], let credits = table.columns[credits] else { return nil }
        let rows = try query(
            .grantRowsQuestion,
            [.text(table.schema), .text(table.name), .text(user), .text(credits)]
        )
        guard !rows.isEmpty else { return nil }
        return try Statement("rows_written", writtenByServer: rows[0], column: "question", isPrepared: false)
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
    fileprivate static let grantRowsQuestion = Statement(
        "grant_5_rows_question",
        embedded: PackageResources.grant_5_rows_question_sql
    )
}
