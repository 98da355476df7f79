/// What is read of the ledger once, before the first grant over a connection.
struct LedgerReading {
    let mapping: LedgerMapping
    /// Which columns there are.
    let columns: KeptColumns
    /// The granting function; nil where none is mapped.
    let function: FunctionReading?
    /// The function that tells a balance, where it is read so.
    let balance: FunctionReading?

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
