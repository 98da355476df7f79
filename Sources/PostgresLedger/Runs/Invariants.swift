import Reconciliation

extension PostgresLedger {
    /// What is wrong with what a run wrote, in sentences; empty when each of its grants stands exactly once, the credits of
    /// each buyer add up, and every movement stands in one chain with the buyer's balance.
    ///
    /// The ledger is asked as it is now, whatever the match saw.
    ///
    /// - Throws: ``PostgresError``.
    public func brokenInvariants(of run: RunID) throws(PostgresError) -> [String] {
        var breaks: [String] = []
        for row in try connection.query(.invariants, [.text(run.text)]) { breaks.append(try Self.sentence(of: row)) }
        return breaks
    }

    /// A broken invariant in words.
    private static func sentence(of row: Row) throws(PostgresError) -> String {
        let session = try row.optionalText("session_id") ?? ""
        let buyer = try row.optionalText("user_id") ?? "nobody"
        let expected = try row.integer("expected")
        let journal = try row.optionalInteger("journal")
        let purchases = try row.optionalInteger("purchases")
        let granted = "\(session) was granted by this run"
        switch try row.text("problem") {
        case "granted_once":
            return "\(granted) and has \(journal ?? 0) movements and \(purchases ?? 0) completed purchases"
                + " instead of one each"
        case "credits_add_up":
            let shown = [
                journal.map { "the journal shows \($0)" }, purchases.map { "the purchase log shows \($0)" },
            ]
            return "\(buyer) was granted \(expected) credits by this run, and for these sales "
                + shown.compactMap(\.self).joined(separator: " and ")
        case "taken_back":
            return "\(expected) credits of \(session) were taken back by this run, and no movement shows it"
        case let problem:
            let before = try row.optionalInteger("before") ?? 0
            let after = try row.optionalInteger("after") ?? 0
            let credits = journal ?? 0
            guard problem == "movement_is_right" else {
                return
                    "credits of \(session) were moved by this run, which left \(buyer) \(after) credits, from which no"
                    + " later movement goes on to the balance of \(try row.integer("balance"))"
            }
            guard credits == expected else {
                return "\(granted), and its movement gives \(credits) credits to \(buyer), which is not what was to be"
                    + " granted"
            }
            guard after - before == credits else {
                return
                    "credits of \(session) were moved by this run, and its movement of \(credits) credits says that the"
                    + " balance went from \(before) to \(after)"
            }
            return "\(granted), and its movement is \(buyer)'s, who is not the buyer"
        }
    }
}

extension Statement {
    fileprivate static let invariants = Statement("invariants", embedded: PackageResources.invariants_sql)
}
