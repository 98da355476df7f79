import Failpoints

/// A call of the ledger's granting function for one buyer and session, and what it did.
struct GrantCall {
    let connection: Connection
    let ledger: LedgerReading
    let values: GrantValues

    private var mapping: LedgerMapping { ledger.mapping }
    private var user: String { values.buyer.key }

    /// How many of the balance's units the credits are.
    private var units: Int64 { values.credits * unitsPerCredit }
    private var unitsPerCredit: Int64 {
        switch mapping.balance {
        case .column: mapping.tables[.balance]?.unitsPerCredit ?? 1
        case .movements: mapping.tables[.movement]?.unitsPerCredit ?? 1
        case .function: mapping.function?.unitsPerCredit ?? 1
        }
    }

    /// How many of the journal's units they are.
    var journalUnits: Int64 { values.credits * (mapping.tables[.movement]?.unitsPerCredit ?? 1) }

    /// Locks the buyer's balance and reads it; nil for a buyer without one, whose row the function makes.
    func lockBalance() throws(PostgresError) -> String? {
        if mapping.balance != .column { try connection.query(.grantLockBuyer, [.text(user)]) }
        return try balance()
    }

    /// The buyer's balance now, in the ledger's own units; nil where there is none.
    func balance() throws(PostgresError) -> String? {
        switch mapping.balance {
        case .column:
            let rows = try connection.query(.grantLockBalance, [.inferred(user)])
            guard rows.count <= 1 else {
                throw .decoding(
                    statement: "grant_3_lock_balance",
                    column: "balance",
                    problem: "stands in \(rows.count) rows of one buyer's, and nothing says which of them counts"
                )
            }
            return rows.isEmpty ? nil : try rows[0].text("balance")
        case .movements: return try connection.query(.grantSumMovements, [.inferred(user)])[0].text("balance")
        case .function:
            guard let call = ledger.balance?.call else { return nil }
            let rows = try connection.query(call, [.text(user)])
            return rows.isEmpty ? nil : try rows[0].optionalText("answer")
        }
    }

    /// What calling the function came to.
    enum Movement {
        /// The buyer's balance moved by exactly the credits.
        case moved(GrantEffect)
        /// It did not, or the function says that it failed; in words.
        case deviates(String)
    }

    /// Calls the function and looks what it did to the buyer's balance.
    ///
    /// - Parameter before: the balance in its own units.
    func move(_ function: Statement, before: String?) throws(PostgresError) -> Movement {
        let sources = mapping.function?.arguments.map(\.source) ?? []
        if before == nil, sources.contains(.newBalance) {
            return .deviates("the buyer has no balance yet that could be locked while the function sets it")
        }
        let answer = try call(function, before: before)
        Step.reached(.called)
        guard let after = try balance() else {
            return .deviates("after the call the buyer has no balance\(answer.complaint)")
        }
        let effect = try effect(before: before, after: after)
        if let deviation = effect.balanceDeviation { return .deviates(deviation + answer.complaint) }
        if answer.tells(mapping.function?.failureSign ?? .raises) {
            return .deviates("the call moved the balance as it should, but returned \(answer.words)")
        }
        return .moved(effect)
    }

    /// What the transaction did beside that; nil when nothing. Asked last, so that nothing is left for the COMMIT, where
    /// nobody could look any more.
    func laterDeviation(from effect: GrantEffect, since written: RowsWritten) throws(PostgresError) -> String? {
        try connection.execute(script: "SET CONSTRAINTS ALL IMMEDIATE", named: "deferred_triggers")
        let now = try balance()
        if now != effect.after {
            return "writing the purchase moved the balance again, from \(effect.after) to \(now ?? "none")"
        }
        return try otherEffect(since: written, of: effect)
    }

    private func call(_ call: Statement, before: String?) throws(PostgresError) -> FunctionAnswer {
        var newBalance: String?
        let arguments = mapping.function?.arguments ?? []
        if arguments.contains(where: { $0.source == .newBalance }) {
            newBalance = try connection.query(
                "SELECT trim_scale($1::numeric + $2::numeric)::text AS balance",
                [.numeric(before ?? "0"), .integer(units)]
            )[0].text("balance")
        }
        let rows = try connection.query(
            call,
            arguments.map { .text(values.value(of: $0.source, newBalance: newBalance)) }
        )
        var answers: [String?] = []
        for row in rows { answers.append(try row.optionalText("answer")) }
        return FunctionAnswer(rows: answers)
    }

    /// How many rows of the balance table and of the journal the session has written and deleted.
    func rowsWritten() throws(PostgresError) -> RowsWritten {
        let tables = [mapping.tables[.balance], mapping.tables[.movement]]
        let rows = try connection.query(
            .grantWritten,
            [.texts(tables.map { $0?.schema }), .texts(tables.map { $0?.name })]
        )
        return RowsWritten(
            balances: try rows[0].integer("written"),
            balancesDeleted: try rows[0].integer("deleted"),
            movements: try rows[1].integer("written"),
            movementsDeleted: try rows[1].integer("deleted")
        )
    }

    /// What the call did to the buyer.
    func effect(before: String?, after: String) throws(PostgresError) -> GrantEffect {
        let row = try connection.query(
            .grantEffect,
            [
                .inferred(user), .texts(values.ids), .numeric(before ?? "0"), .numeric(after), .integer(units),
                .integer(unitsPerCredit), .texts(mapping.completedWords),
            ]
        )[0]
        return GrantEffect(
            before: before ?? "0",
            after: after,
            units: units,
            isExact: try row.boolean("is_exact"),
            creditsBefore: try row.integer("credits_before"),
            creditsAfter: try row.integer("credits_after"),
            movements: try row.integer("movements"),
            moved: try row.optionalText("moved"),
            purchases: try row.integer("purchases")
        )
    }

    /// What else the transaction did to balances and journal since it had written that many rows; nil when nothing.
    private func otherEffect(since earlier: RowsWritten, of effect: GrantEffect) throws(PostgresError) -> String? {
        let now = try rowsWritten()
        if now.balancesDeleted > earlier.balancesDeleted, let table = mapping.tables[.balance] {
            return "the call deleted rows of \(table.schema).\(table.name)"
        }
        if now.movementsDeleted > earlier.movementsDeleted, let table = mapping.tables[.movement] {
            return "the call deleted rows of \(table.schema).\(table.name)"
        }
        // One row written is the buyer's, since their balance moved; none is a server that does not count.
        if now.balances - earlier.balances != 1 {
            let others = try connection.query(
                .grantRowsWritten,
                [.text(user), .numeric(effect.after), .boolean(true)]
            )[0].integer("others")
            if others > 0 { return "the call also wrote the balance of \(others) other buyer\(others == 1 ? "" : "s")" }
        }
        let written = now.movements - earlier.movements
        guard written != (effect.movements > 0 ? 1 : 0) else { return nil }
        let movedUnits = journalUnits
        let row = try connection.query(
            .grantRowsWritten,
            [.text(user), .numeric(String(movedUnits)), .boolean(false)]
        )[0]
        let (exact, all) = (try row.integer("exact"), try row.integer("written"))
        guard all > 1 || exact != all else { return nil }
        return "the call wrote \(all) movements, \(exact) of them the buyer's of \(movedUnits), instead of one"
    }
}

/// How many rows a session has written and deleted, as the server counts them.
struct RowsWritten {
    let balances: Int64
    let balancesDeleted: Int64
    let movements: Int64
    let movementsDeleted: Int64
}

extension Statement {
    fileprivate static let grantLockBalance = Statement(
        "grant_3_lock_balance",
        embedded: PackageResources.grant_3_lock_balance_sql
    )
    fileprivate static let grantLockBuyer = Statement(
        "grant_3_lock_buyer",
        embedded: PackageResources.grant_3_lock_buyer_sql
    )
    fileprivate static let grantSumMovements = Statement(
        "grant_3_sum_movements",
        embedded: PackageResources.grant_3_sum_movements_sql
    )
    fileprivate static let grantWritten = Statement("grant_5_written", embedded: PackageResources.grant_5_written_sql)
    fileprivate static let grantRowsWritten = Statement(
        "grant_5_rows_written",
        embedded: PackageResources.grant_5_rows_written_sql
    )
    fileprivate static let grantEffect = Statement("grant_6_effect", embedded: PackageResources.grant_6_effect_sql)
}
