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
        return try connection.pipelinedTransaction(limits: limits, about: correction.stripeID) {
            pipeline throws(PostgresError) in
            try pipeline.ask(.lockSession, [.text(correction.stripeID)])
            guard let claimed = try pipeline.askClaim(of: correction, context).rows().first else {
                return .rollBack(MovementEnd(outcome: .alreadyPosted))
            }
            let postedAt = Instant(secondsSinceEpoch: try claimed.integer("posted_at"))
            return try take(from: userID, credits, by: function, pipeline, at: postedAt)
        }
    }

    private func take(
        from userID: String,
        _ credits: Int64,
        by function: Statement,
        _ pipeline: Pipeline,
        at postedAt: Instant
    ) throws(PostgresError) -> TransactionEnd<MovementEnd> {
        guard var values = try GrantValues(of: correction, for: userID, in: context.run, mapping, pipeline) else {
            return .rollBack(MovementEnd(outcome: .failed("the buyer is not among the ledger's users")))
        }
        let look = GrantCall(pipeline: pipeline, ledger: ledger, values: values)
        let locked = try look.askLockedBalance()
        let movements = try look.askMovements()
        let held = try askHeld(values, pipeline)
        let written = try look.askRowsWritten()

        let before = try look.balance(in: locked)
        guard look.credits(of: before) > 0 else {
            return .rollBack(MovementEnd(outcome: .changed("the buyer has no credits left that could be taken")))
        }
        let due = min(credits, try held.rows()[0].integer("credits") - correction.keptCredits)
        guard due > 0 else {
            return .rollBack(MovementEnd(outcome: .changed("the ledger shows that they were taken back by now")))
        }
        let taken = min(due, look.credits(of: before))
        values.taken = taken
        let call = GrantCall(pipeline: pipeline, ledger: ledger, values: values)
        if let obstacle = call.obstacle(before: before) { return .rollBack(MovementEnd(outcome: .failed(obstacle))) }
        let asked = try call.ask(function, before: before)
        let lastLook = try call.askLastLook()
        let effect: GrantEffect
        switch try call.movement(asked) {
        case .deviates(let deviation): return .rollBack(MovementEnd(outcome: .failed(deviation)))
        case .moved(let moved): effect = moved
        }
        let carrying = try CarryingMovements(lastLook.movements)
        if let deviation = try carrying.deviation(since: CarryingMovements(movements), units: call.journalUnits) {
            return .rollBack(MovementEnd(outcome: .failed(deviation)))
        }
        if let deviation = try call.laterDeviation(from: effect, lastLook, since: written) {
            return .rollBack(MovementEnd(outcome: .failed(deviation)))
        }
        try pipeline.ask(
            .takeBackRecord,
            [
                .text(correction.stripeID), .text(correction.claim), .integer(taken), .integer(effect.creditsBefore),
                .integer(effect.creditsAfter), .text(String(due - taken)),
            ]
        )
        return .commit(
            MovementEnd(
                outcome: .posted(balanceBefore: effect.creditsBefore, balanceAfter: effect.creditsAfter),
                postedAt: postedAt,
                taken: TakenBack(credits: taken, uncollectable: due - taken)
            )
        )
    }

    /// Asks what the buyer has of the sale's credits, by the journal.
    private func askHeld(_ values: GrantValues, _ pipeline: Pipeline) throws(PostgresError) -> Pipeline.Answer {
        let journal = mapping.tables[.movement]
        return try pipeline.ask(
            .takeBackLookAgain,
            [
                .inferred(values.buyer.key), .text(correction.stripeID), .texts(values.ids),
                .texts(journal?.words["type"]?["consume"] ?? ["consume"]), .integer(journal?.unitsPerCredit ?? 1),
            ]
        )
    }
}

/// How an attempt to move credits ended.
struct MovementEnd {
    /// What became of it.
    var outcome: PostingOutcome
    /// When, as Tieout's books say; nil of what was not posted.
    var postedAt: Instant?
    /// What was taken back.
    var taken: TakenBack?
}

extension Statement {
    fileprivate static let takeBackLookAgain = Statement(
        "take_back_4_look_again",
        embedded: PackageResources.take_back_4_look_again_sql
    )
    fileprivate static let takeBackRecord = Statement(
        "take_back_8_record",
        embedded: PackageResources.take_back_8_record_sql
    )
}
