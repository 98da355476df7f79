import Reconciliation

/// Takes credits back that a buyer should not have: exactly once, as far as they still have them, or not at all.
///
/// One transaction like a grant's: lock the session, write the correction down or stop, lock the buyer's balance, look again
/// what is left of the sale's credits, call the ledger's function with a negative amount, require that the balance moved by
/// exactly that, commit. Never below zero: what the buyer has spent is the uncollectable rest.
struct TakeBackPosting {
    let connection: Connection
    let ledger: LedgerReading
    let correction: Correction
    let context: PostingContext
    /// How long it may take; the search path is the role's own whatever this says.
    var limits = TransactionLimits.posting

    private var mapping: LedgerMapping { ledger.mapping }

    /// Posts the take-back.
    ///
    /// - Throws: ``PostgresError``; nothing is kept then, but for ``PostgresError/commitOutcomeUnknown(message:)``.
    func post() throws(PostgresError) -> MovementEnd {
        guard let userID = correction.userID, let credits = correction.credits else {
            return MovementEnd(outcome: .failed("the correction names no buyer or no credits"))
        }
        guard let function = ledger.function?.call else {
            return MovementEnd(outcome: .failed(ledger.function?.problem?.sentence ?? "no function is mapped"))
        }
        guard ledger.columns.carriesStripeIDs(.movement) else {
            return MovementEnd(outcome: .failed("the journal carries no Stripe ids, so it would not show a take-back"))
        }
        var limits = limits
        limits.searchPath = connection.roleSearchPath
        return try connection.decidingTransaction(limits: limits) { () throws(PostgresError) in
            try connection.query(.lockSession, [.text(correction.stripeID)])
            guard try claim(userID, credits) else { return .rollBack(MovementEnd(outcome: .alreadyPosted)) }
            return try take(from: userID, credits, by: function)
        }
    }

    private func take(
        from userID: String,
        _ credits: Int64,
        by function: Statement
    ) throws(PostgresError) -> TransactionEnd<MovementEnd> {
        guard var values = try GrantValues(of: correction, for: userID, in: context.run, mapping, connection) else {
            return .rollBack(MovementEnd(outcome: .failed("the buyer is not among the ledger's users")))
        }
        let look = GrantCall(connection: connection, ledger: ledger, values: values)
        let locked = try look.lockBalance()
        let earlier = try look.effect(before: locked, after: locked ?? "0")
        guard earlier.creditsBefore > 0 else {
            return .rollBack(MovementEnd(outcome: .changed("the buyer has no credits left that could be taken")))
        }
        let due = min(credits, try held(values) - correction.keptCredits)
        guard due > 0 else {
            return .rollBack(MovementEnd(outcome: .changed("the ledger shows that they were taken back by now")))
        }
        let taken = min(due, earlier.creditsBefore)
        values.taken = taken
        let call = GrantCall(connection: connection, ledger: ledger, values: values)
        let written = try call.rowsWritten()
        let effect: GrantEffect
        switch try call.move(function, before: locked) {
        case .deviates(let deviation): return .rollBack(MovementEnd(outcome: .failed(deviation)))
        case .moved(let moved): effect = moved
        }
        if let deviation = effect.journalDeviation(since: earlier, units: call.journalUnits) {
            return .rollBack(MovementEnd(outcome: .failed(deviation)))
        }
        if let deviation = try call.laterDeviation(from: effect, since: written) {
            return .rollBack(MovementEnd(outcome: .failed(deviation)))
        }
        try connection.query(
            .takeBackRecord,
            [
                .text(correction.stripeID), .text(correction.claim), .integer(taken), .integer(effect.creditsBefore),
                .integer(effect.creditsAfter), .text(String(due - taken)),
            ]
        )
        let posted = PostingOutcome.posted(balanceBefore: effect.creditsBefore, balanceAfter: effect.creditsAfter)
        return .commit(MovementEnd(outcome: posted, taken: TakenBack(credits: taken, uncollectable: due - taken)))
    }

    /// Writes the correction down; false when it is there already.
    private func claim(_ userID: String, _ credits: Int64) throws(PostgresError) -> Bool {
        let rows = try connection.query(
            .takeBackClaim,
            [
                .text(correction.stripeID), .text(correction.claim), .text(context.run.text),
                .text(correction.fingerprint), .text(userID), .integer(credits), .text(correction.facts["package_id"]),
                .integer(correction.amount?.minorUnits), .text(correction.amount?.currency.code),
                .text(context.protection?.rawValue), .text(context.approvedBy),
                .json(PostgresLedger.json(correction.facts)),
            ]
        )
        return rows.affected == 1
    }

    /// What the buyer has of the sale's credits, by the journal.
    private func held(_ values: GrantValues) throws(PostgresError) -> Int64 {
        let journal = mapping.tables[.movement]
        let rows = try connection.query(
            .takeBackLookAgain,
            [
                .inferred(values.buyer.key), .text(correction.stripeID), .texts(values.ids),
                .texts(journal?.words["type"]?["consume"] ?? ["consume"]), .integer(journal?.unitsPerCredit ?? 1),
            ]
        )
        return try rows[0].integer("credits")
    }
}

/// How an attempt to move credits ended: what became of it, and what was taken back.
struct MovementEnd {
    var outcome: PostingOutcome
    var taken: TakenBack?
}

extension Correction {
    /// The action under which it stands in Tieout's books, where with the Stripe id it is made once.
    ///
    /// Several refunds of one sale take credits back several times, each from as many credits down to as many.
    var claim: String {
        guard action == .takeBack else { return action.rawValue }
        return "\(action.rawValue):\((credits ?? 0) + keptCredits):\(keptCredits)"
    }
}

extension Statement {
    fileprivate static let takeBackClaim = Statement(
        "take_back_2_claim",
        embedded: PackageResources.take_back_2_claim_sql
    )
    fileprivate static let takeBackLookAgain = Statement(
        "take_back_4_look_again",
        embedded: PackageResources.take_back_4_look_again_sql
    )
    fileprivate static let takeBackRecord = Statement(
        "take_back_8_record",
        embedded: PackageResources.take_back_8_record_sql
    )
}
