/// A call of the ledger's granting function for one buyer and session, and what it did.
struct GrantCall {
    let connection: Connection
    let userID: String
    let stripeID: String

    /// Locks the buyer's balance and reads it; nil for a buyer without one, whose row the function makes.
    func lockBalance() throws(PostgresError) -> Int64? {
        let rows = try connection.query(.grantLockBalance, [.inferred(userID)])
        return rows.isEmpty ? nil : try rows[0].integer("balance")
    }

    /// Calls the function.
    func grant(_ credits: Int64, description: String, metadata: [String: String]) throws(PostgresError) {
        try connection.query(
            .grantCall,
            [
                .inferred(userID), .integer(credits), .text(description), .text(stripeID),
                .json(PostgresLedger.json(metadata)),
            ]
        )
    }

    /// Looks what the call did.
    func effect() throws(PostgresError) -> GrantEffect {
        let row = try connection.query(.grantEffect, [.inferred(userID), .text(stripeID)])[0]
        return GrantEffect(
            balance: try row.optionalInteger("balance"),
            movements: try row.integer("movements"),
            credits: try row.optionalInteger("credits")
        )
    }
}

/// Tries the function without keeping anything.
struct GrantTrial {
    let connection: Connection
    let userID: String

    /// How the effect of one credit differs from exactly that; nil when it does not.
    func deviation() throws(PostgresError) -> String? {
        let limits = TransactionLimits(
            lockMilliseconds: 5_000,
            statementMilliseconds: 30_000,
            searchPath: connection.roleSearchPath
        )
        return try connection.decidingTransaction(limits: limits) { () throws(PostgresError) in
            let call = GrantCall(connection: connection, userID: userID, stripeID: "cs_tieout_doctor_trial")
            let before = try call.lockBalance() ?? 0
            try call.grant(1, description: "Trial of the doctor, rolled back", metadata: ["source": "tieout"])
            return .rollBack(try call.effect().deviation(before: before, credits: 1))
        }
    }
}

/// What a call of the granting function did.
///
/// Functions of this name exist that clamp, overwrite, deduct, or update no row and return normally.
struct GrantEffect {
    let balance: Int64?
    let movements: Int64
    let credits: Int64?

    /// How it differs from a grant of exactly those credits, in words; nil when it does not.
    func deviation(before: Int64, credits expected: Int64) -> String? {
        guard let balance else { return "after the call the buyer has no balance" }
        guard balance - before == expected else {
            return "the call moved the balance from \(before) to \(balance) instead of by \(expected)"
        }
        guard movements == 1 else {
            return "the call left \(movements) movements with the session's id instead of one"
        }
        guard credits == expected else {
            return "the movement says \(credits.map(String.init) ?? "another buyer") instead of \(expected) credits"
        }
        return nil
    }
}

extension Statement {
    fileprivate static let grantLockBalance = Statement(
        "grant_3_lock_balance",
        embedded: PackageResources.grant_3_lock_balance_sql
    )
    fileprivate static let grantCall = Statement("grant_5_call", embedded: PackageResources.grant_5_call_sql)
    fileprivate static let grantEffect = Statement("grant_6_effect", embedded: PackageResources.grant_6_effect_sql)
}
