extension Books {
    /// Rows that were ever inserted, updated and deleted in each of the ledger's tables, as the server counts them.
    public func writesToTheLedger() async throws -> [String] {
        await ledger.disconnect()
        let lines = try database.writesToTheLedger()
        try await ledger.connect()
        return lines
    }
}
