import Reconciliation

extension PostgresLedger {
    /// What is wrong with what a run wrote, in sentences; empty when each of its grants stands exactly once, gave its buyer
    /// what the correction says, and stands in one chain with the buyer's balance.
    ///
    /// - Throws: ``PostgresError``.
    public func brokenInvariants(of run: RunID) throws(PostgresError) -> [String] {
        var breaks: [String] = []
        for row in try connection.query(.invariantGrantedOnce, [.text(run.text)]) {
            let movements = try row.optionalInteger("movements") ?? 0
            let purchases = try row.optionalInteger("purchases") ?? 0
            breaks.append(
                "\(try row.text("stripe_id")) was granted by this run and has \(movements) movements "
                    + "and \(purchases) completed purchases instead of one each"
            )
        }
        for row in try connection.query(.invariantBalancesChain, [.text(run.text)]) {
            breaks.append("\(try row.text("stripe_id")) was granted by this run, and \(try Self.problem(of: row))")
        }
        return breaks
    }

    /// What is wrong with a grant's movement, in words.
    private static func problem(of row: Row) throws(PostgresError) -> String {
        let (buyer, credits) = (try row.text("user_id"), try row.integer("credits"))
        let before = try row.optionalInteger("balance_before") ?? 0
        let after = try row.optionalInteger("balance_after") ?? 0
        return switch try row.text("problem") {
        case "credits": "its movement gives \(credits) credits to \(buyer), which is not what was to be granted"
        case "sum": "its movement of \(credits) credits says that the balance went from \(before) to \(after)"
        default:
            "left \(buyer) \(after) credits, from which no later movement goes on to the balance of"
                + " \(try row.integer("balance"))"
        }
    }
}

extension Statement {
    fileprivate static let invariantGrantedOnce = Statement(
        "invariant_granted_once",
        embedded: PackageResources.invariant_granted_once_sql
    )
    fileprivate static let invariantBalancesChain = Statement(
        "invariant_balances_chain",
        embedded: PackageResources.invariant_balances_chain_sql
    )
}
