import PostgresLedger

/// Whether what is told leaves a row in the application's own table of alerts. No run refuses for it.
struct AlertTableCheck {
    let mapping: LedgerMapping

    /// What is to be said of the table; nothing where there is none and nobody says that there is.
    func check(_ facts: AlertTableFacts?) -> Check? {
        guard let facts, let table = mapping.alerts else { return nil }
        let name = "\(table.schema).\(table.name)"
        guard facts.isThere else {
            guard table != .platformAlerts else { return nil }
            return .warning(
                .alertTable,
                "\(name) is not there, so nothing that is told leaves a row",
                remedy: "Correct ledger.tables.alert, or write none."
            )
        }
        if let missing = facts.missingColumns {
            return .warning(
                .alertTable,
                "\(name) lacks \(missing)",
                remedy: "Correct ledger.tables.alert.columns: without message nothing leaves a row."
            )
        }
        guard facts.mayInsert else {
            return .warning(
                .alertTable,
                "\(facts.writer) may not add rows to \(name), so nothing that is told leaves one",
                remedy: facts.grant
            )
        }
        return .ok(.alertTable, "what is told leaves a row in \(name)")
    }
}
