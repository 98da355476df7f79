import PostgresLedger

extension Books {
    /// Rows that were ever inserted, updated and deleted in each of the ledger's tables, as the server counts them.
    ///
    /// A session reports its counts when it ends at the latest, so all others are ended and awaited first.
    public func writesToTheLedger() async throws -> [String] {
        await ledger.disconnect()
        let auditor = try database.connect()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let others = try auditor.query(
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                """
            )
            if others.isEmpty { break }
        }
        let rows = try auditor.query(
            """
            SELECT concat_ws(' ', relname, n_tup_ins, n_tup_upd, n_tup_del) AS line
            FROM pg_stat_user_tables WHERE schemaname IN ('public', 'auth') ORDER BY relname
            """
        )
        let lines = try rows.map { try $0.text("line") }
        try await ledger.connect()
        return lines
    }
}
