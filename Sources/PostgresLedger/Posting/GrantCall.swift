import Failpoints

/// A call of the ledger's granting function for one buyer and session, and what it did.
struct GrantCall {
    let pipeline: Pipeline
    let ledger: LedgerReading
    let values: GrantValues
    /// Every id of the session, the last one repeated up to the ten that the planner assumes of an array it does not know:
    /// where it sees fewer, it thinks a new plan better than the one it has, and makes one for every grant.
    let ids: [String]

    init(pipeline: Pipeline, ledger: LedgerReading, values: GrantValues) {
        (self.pipeline, self.ledger, self.values) = (pipeline, ledger, values)
        let known = values.ids
        ids = known + Array(repeating: known[known.count - 1], count: max(10 - known.count, 0))
    }

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

    /// Asks for the lock on the buyer's balance and for the balance; see ``balance(in:)``.
    func askLockedBalance() throws(PostgresError) -> Pipeline.Answer? {
        if mapping.balance != .column { try pipeline.ask(.grantLockBuyer, [.text(user)]) }
        return try askBalance(reaching: .balanceLocked)
    }

    /// Asks for the buyer's balance; nil where nothing tells it.
    func askBalance(reaching step: Step? = nil) throws(PostgresError) -> Pipeline.Answer? {
        switch mapping.balance {
        case .column: try pipeline.ask(.grantLockBalance, [.inferred(user)], reaching: step)
        case .movements: try pipeline.ask(.grantSumMovements, [.inferred(user)], reaching: step)
        case .function:
            if let call = ledger.balance?.call { try pipeline.ask(call, [.text(user)], reaching: step) } else { nil }
        }
    }

    /// The buyer's balance, in the ledger's own units; nil for a buyer without one, whose row the function makes.
    func balance(in answer: Pipeline.Answer?) throws(PostgresError) -> ExactDecimal? {
        guard let rows = try answer?.rows() else { return nil }
        guard rows.count <= 1 else {
            throw unusable(rows, "stands in \(rows.count) rows of one buyer's, and nothing says which of them counts")
        }
        let column = if case .function = mapping.balance { "answer" } else { "balance" }
        guard let text = try rows.first?.optionalText(column) else { return nil }
        guard let balance = ExactDecimal(text) else {
            throw unusable(rows, "is no number with up to 18 digits on either side of the point")
        }
        return balance
    }

    private func unusable(_ rows: ResultRows, _ problem: String) -> PostgresError {
        .decoding(statement: rows.statement, column: "balance", problem: problem)
    }

    /// What calling the function came to.
    enum Movement {
        /// The buyer's balance moved by exactly the credits.
        case moved(GrantEffect)
        /// It did not, or the function says that it failed; in words.
        case deviates(String)
    }

    /// A call of the function that was asked for, with the looks that follow it.
    struct Asked {
        let before: ExactDecimal?
        let call: Pipeline.Answer
        let balance: Pipeline.Answer?
    }

    /// Why the function must not be called; nil when it may be.
    func obstacle(before: ExactDecimal?) -> String? {
        let setsBalance = mapping.function?.arguments.contains { $0.source == .newBalance } ?? false
        return before == nil && setsBalance
            ? "the buyer has no balance yet that could be locked while the function sets it" : nil
    }

    /// Asks for the call of the function and for what it did to the balance; see ``movement(_:)``.
    func ask(_ function: Statement, before: ExactDecimal?) throws(PostgresError) -> Asked {
        let newBalance = ((before ?? ExactDecimal(0)) + ExactDecimal(units)).description
        let arguments = mapping.function?.arguments ?? []
        return Asked(
            before: before,
            call: try pipeline.ask(
                function,
                arguments.map { .text(values.value(of: $0.source, newBalance: newBalance)) },
                reaching: .called
            ),
            balance: try askBalance(reaching: .effectChecked)
        )
    }

    /// What the call did to the buyer's balance.
    func movement(_ asked: Asked) throws(PostgresError) -> Movement {
        var rows: [String?] = []
        for row in try asked.call.rows() { rows.append(try row.optionalText("answer")) }
        let answer = FunctionAnswer(rows: rows)
        guard let after = try balance(in: asked.balance) else {
            return .deviates("after the call the buyer has no balance\(answer.complaint)")
        }
        let effect = GrantEffect(
            before: asked.before ?? ExactDecimal(0),
            after: after,
            units: units,
            unitsPerCredit: unitsPerCredit
        )
        if let deviation = effect.balanceDeviation { return .deviates(deviation + answer.complaint) }
        if answer.tells(mapping.function?.failureSign ?? .raises) {
            return .deviates("the call moved the balance as it should, but returned \(answer.words)")
        }
        return .moved(effect)
    }

    /// Asks which movements carry the session's ids.
    func askMovements() throws(PostgresError) -> Pipeline.Answer {
        try pipeline.ask(.grantMovements, [.inferred(user), .texts(ids)])
    }

    /// The credits that a balance is, rounded down.
    func credits(of balance: ExactDecimal?) -> Int64 { balance?.floor(dividingBy: unitsPerCredit) ?? 0 }

    /// A last look at what the transaction did.
    struct LastLook {
        let balance: Pipeline.Answer?
        let written: Pipeline.Answer
        let movements: Pipeline.Answer
    }

    /// Asks for a last look, after all else, so that nothing is left for the COMMIT, where nobody could look any more.
    func askLastLook() throws(PostgresError) -> LastLook {
        try pipeline.ask(.constraintsNow)
        return LastLook(balance: try askBalance(), written: try askRowsWritten(), movements: try askMovements())
    }

    /// What the transaction did beside moving the buyer's balance once; nil when nothing.
    func laterDeviation(
        from effect: GrantEffect,
        _ look: LastLook,
        since written: Pipeline.Answer
    ) throws(PostgresError) -> String? {
        let now = try balance(in: look.balance)
        if now != effect.after {
            return "writing the purchase moved the balance again, from \(effect.after) to "
                + (now.map { "\($0)" } ?? "none")
        }
        return try otherEffect(
            from: RowsWritten(written),
            to: RowsWritten(look.written),
            of: effect,
            carrying: CarryingMovements(look.movements)
        )
    }

    /// Asks how many rows of the balance table and of the journal the session has written and deleted.
    func askRowsWritten(reaching step: Step? = nil) throws(PostgresError) -> Pipeline.Answer {
        try pipeline.ask(
            .grantWritten,
            [.inferred(ledger.balanceTable), .inferred(ledger.movementTable)],
            reaching: step
        )
    }

    /// What else the transaction did to balances and journal; nil when nothing.
    private func otherEffect(
        from earlier: RowsWritten,
        to now: RowsWritten,
        of effect: GrantEffect,
        carrying: CarryingMovements
    ) throws(PostgresError) -> String? {
        if now.balancesDeleted > earlier.balancesDeleted, let table = mapping.tables[.balance] {
            return "the call deleted rows of \(table.schema).\(table.name)"
        }
        if now.movementsDeleted > earlier.movementsDeleted, let table = mapping.tables[.movement] {
            return "the call deleted rows of \(table.schema).\(table.name)"
        }
        // One row written is the buyer's, since their balance moved; none is a server that does not count.
        if now.balances - earlier.balances != 1 {
            let others = try pipeline.ask(
                .grantRowsWritten,
                [.text(user), .numeric(effect.after.description), .boolean(true)]
            ).rows()[0].integer("others")
            if others > 0 { return "the call also wrote the balance of \(others) other buyer\(others == 1 ? "" : "s")" }
        }
        let written = now.movements - earlier.movements
        guard written != (carrying.count > 0 ? 1 : 0) else { return nil }
        let movedUnits = journalUnits
        let row = try pipeline.ask(
            .grantRowsWritten,
            [.text(user), .numeric(String(movedUnits)), .boolean(false)]
        ).rows()[0]
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

    init(_ answer: Pipeline.Answer) throws(PostgresError) {
        let rows = try answer.rows()
        (balances, balancesDeleted) = (try rows[0].integer("written"), try rows[0].integer("deleted"))
        (movements, movementsDeleted) = (try rows[1].integer("written"), try rows[1].integer("deleted"))
    }
}

extension Statement {
    fileprivate static let constraintsNow: Statement = "SET CONSTRAINTS ALL IMMEDIATE"
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
    fileprivate static let grantMovements = Statement(
        "grant_6_movements",
        embedded: PackageResources.grant_6_movements_sql
    )
}
