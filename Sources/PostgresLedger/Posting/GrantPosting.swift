import Failpoints
import Foundation
import Reconciliation

/// What is written beside every correction of a run.
public struct PostingContext: Hashable, Sendable {
    /// The run.
    public var run: RunID
    /// What protects its grants against a late webhook.
    public var protection: Protection?
    /// Who approved them, where a person did.
    public var approvedBy: String?

    /// The context of a run.
    public init(run: RunID, protection: Protection? = nil, approvedBy: String? = nil) {
        self.run = run
        self.protection = protection
        self.approvedBy = approvedBy
    }
}

/// Gives a buyer the credits they paid for: exactly once, or not at all.
///
/// One transaction: lock the session, write the correction down or stop, lock the buyer's balance, look again for
/// evidence; call the ledger's function, write the purchase row, look what was done; commit. It is committed only if the
/// balance moved by exactly the credits, nothing else moved and the grant can be recognised; anything else rolls back whole.
/// The three parts are a round trip each.
struct GrantPosting {
    let connection: Connection
    let ledger: LedgerReading
    let correction: Correction
    let context: PostingContext
    /// How long it may take; the search path is the role's own whatever this says.
    var limits = TransactionLimits.posting
    /// Whether it is only tried, and undone whatever it did.
    var isTrial = false

    private var mapping: LedgerMapping { ledger.mapping }

    /// Posts the grant.
    ///
    /// - Throws: ``PostgresError``; nothing is kept then, but for ``PostgresError/commitOutcomeUnknown(message:)``.
    func post() throws(PostgresError) -> MovementEnd { try attempt().end }

    /// How a grant ended, and what is known of it beside.
    struct Attempt {
        var end: MovementEnd
        /// Whether the buyer had no balance that could be locked.
        var hadNoBalance = false
        /// Of a trial, what became of the same grant made once more.
        var repetition: GrantTrial.Repetition?

        fileprivate static func failed(_ sentence: String) -> Attempt {
            Attempt(end: MovementEnd(outcome: .failed(sentence)))
        }
    }

    /// Makes the grant, and once more where the buyer had no balance that could be locked.
    ///
    /// - Throws: as ``post()``.
    func attempt() throws(PostgresError) -> Attempt {
        guard let userID = correction.userID, let credits = correction.credits else {
            return .failed("the correction names no buyer or no credits")
        }
        guard let function = ledger.function else { return .failed("no granting function is mapped") }
        guard let call = function.call else {
            return .failed(function.problem?.sentence ?? "the function is not there")
        }
        let first = try attempt(userID, credits, call)
        guard case .failed = first.end.outcome, first.hadNoBalance else { return first }
        // A buyer without a balance has nothing to lock: another first grant may have come between the two looks. Its
        // row is there now and can be locked. A function that misbehaves does so again.
        return try attempt(userID, credits, call)
    }

    private func attempt(
        _ userID: String,
        _ credits: Int64,
        _ function: Statement
    ) throws(PostgresError) -> Attempt {
        var limits = limits
        limits.searchPath = connection.roleSearchPath
        var hadNoBalance = false
        var repetition: GrantTrial.Repetition?
        Step.reached(.granting, of: correction.stripeID)
        let end = try connection.pipelinedTransaction(limits: limits, about: correction.stripeID) {
            pipeline throws(PostgresError) in
            try pipeline.ask(.lockSession, [.text(correction.stripeID)], reaching: .sessionLocked)
            let claim = try pipeline.askClaim(of: correction, context)
            guard let values = try values(userID, pipeline) else {
                let isOurs = try !claim.rows().isEmpty
                return .rollBack(
                    MovementEnd(outcome: isOurs ? .failed("the buyer is not among the ledger's users") : .alreadyPosted)
                )
            }
            let call = GrantCall(pipeline: pipeline, ledger: ledger, values: values)
            let locked = try call.askLockedBalance()
            let looked = try askEvidence(call)
            let standing = try askStanding(pipeline)
            let written = try call.askRowsWritten(reaching: .lookedAgain)

            guard let claimed = try claim.rows().first else { return .rollBack(MovementEnd(outcome: .alreadyPosted)) }
            let postedAt = Instant(secondsSinceEpoch: try claimed.integer("posted_at"))
            let before = try call.balance(in: locked)
            hadNoBalance = before == nil
            if let evidence = try looked.rows().first?.text("evidence") {
                return .rollBack(MovementEnd(outcome: .changed("the ledger shows a \(evidence) by now")))
            }
            if let standing, try standing.rows().isEmpty {
                let row = uncreditedRow ?? ""
                return .rollBack(
                    MovementEnd(outcome: .changed("the purchase row \(row) of the session is not completed by now"))
                )
            }
            if let obstacle = call.obstacle(before: before) {
                return .rollBack(MovementEnd(outcome: .failed(obstacle)))
            }
            let asked = try call.ask(function, before: before)
            try recordPurchase(call)
            let lastLook = try call.askLastLook()
            switch try judge(call, asked, lastLook, since: written) {
            case .deviates(let deviation): return .rollBack(MovementEnd(outcome: .failed(deviation)))
            case .moved(let effect):
                try pipeline.ask(
                    .grantRecord,
                    [.text(correction.stripeID), .integer(effect.creditsBefore), .integer(effect.creditsAfter)],
                    reaching: .correctionRecorded
                )
                let posted = MovementEnd(
                    outcome: .posted(balanceBefore: effect.creditsBefore, balanceAfter: effect.creditsAfter),
                    postedAt: postedAt
                )
                guard isTrial else { return .commit(posted) }
                try pipeline.settle()
                repetition = try call.repetition(of: function, after: effect, CarryingMovements(lastLook.movements))
                return .rollBack(posted)
            }
        }
        return Attempt(end: end, hadNoBalance: hadNoBalance, repetition: repetition)
    }

    /// Says what the call came to, by everything that was done in the transaction.
    private func judge(
        _ call: GrantCall,
        _ asked: GrantCall.Asked,
        _ lastLook: GrantCall.LastLook,
        since written: Pipeline.Answer
    ) throws(PostgresError) -> GrantCall.Movement {
        let movement = try call.movement(asked)
        guard case .moved(let effect) = movement else { return movement }
        let movements = try CarryingMovements(lastLook.movements)
        let isNeeded = ledger.columns.carriesStripeIDs(.movement)
        if let deviation = movements.deviation(units: call.journalUnits, isNeeded: isNeeded) {
            return .deviates(deviation)
        }
        if let deviation = try call.laterDeviation(from: effect, lastLook, since: written) {
            return .deviates(deviation)
        }
        // A movement that carries the session is what the next run will recognise; otherwise something else must be.
        if movements.count == 0, try askEvidence(call, isAfter: true).rows().isEmpty {
            return .deviates("nothing in the ledger would carry the session, so that the next run would grant it again")
        }
        return movement
    }

    /// What there is to say of the grant; nil where the buyer has to be looked up and is not there.
    private func values(_ userID: String, _ pipeline: Pipeline) throws(PostgresError) -> GrantValues? {
        guard var values = try GrantValues(of: correction, for: userID, in: context.run, mapping, pipeline) else {
            return nil
        }
        if isTrial { (values.invoice, values.event) = (TrialFacts.invoice, TrialFacts.event) }
        return values
    }

    /// The completed purchase row that lacks its movement, of a grant that answers just that.
    private var uncreditedRow: String? { correction.kind == .uncreditedPurchase ? correction.ledgerID : nil }

    /// Asks whether the row that lacks its movement is there as the finding saw it; nil for other grants, which have none.
    private func askStanding(_ pipeline: Pipeline) throws(PostgresError) -> Pipeline.Answer? {
        guard let uncreditedRow else { return nil }
        return try pipeline.ask(
            .grantConfirmPurchase,
            [.inferred(uncreditedRow), .text(correction.stripeID), .texts(mapping.completedWords)]
        )
    }

    /// Asks what the ledger shows of a grant, if anything: of an earlier one, or after the call of this one.
    private func askEvidence(_ call: GrantCall, isAfter: Bool = false) throws(PostgresError) -> Pipeline.Answer {
        try call.pipeline.ask(
            .grantLookAgain,
            [
                .inferred(call.values.buyer.key), .texts(call.ids), .text(isAfter ? nil : uncreditedRow),
                .texts(mapping.completedWords),
            ]
        )
    }

    /// Has the purchase row written that nothing else has written: the failed one is completed, or a new one inserted.
    private func recordPurchase(_ call: GrantCall) throws(PostgresError) {
        guard let insertion = ledger.purchaseInsertion, uncreditedRow == nil else { return }
        let (ids, completedWords) = (call.ids, mapping.completedWords)
        if let ledgerID = correction.ledgerID, let completion = ledger.purchaseCompletion {
            let completed = try call.pipeline.ask(
                completion,
                [
                    .inferred(ledgerID), .inferred(completedWords.first), .texts(mapping.failedWords), .texts(ids),
                    .texts(completedWords),
                ]
            )
            if try completed.rows().affected == 1 { return Step.reached(.purchaseRecorded, of: correction.stripeID) }
        }
        try call.pipeline.ask(
            insertion,
            [.json(call.values.purchaseRow), .texts(ids), .texts(completedWords)],
            reaching: .purchaseRecorded
        )
    }
}

extension Statement {
    static let lockSession = Statement(
        "grant_1_lock_session",
        embedded: PackageResources.grant_1_lock_session_sql
    )
    fileprivate static let grantLookAgain = Statement(
        "grant_4_look_again",
        embedded: PackageResources.grant_4_look_again_sql
    )
    fileprivate static let grantConfirmPurchase = Statement(
        "grant_7_confirm_purchase",
        embedded: PackageResources.grant_7_confirm_purchase_sql
    )
    fileprivate static let grantRecord = Statement("grant_8_record", embedded: PackageResources.grant_8_record_sql)
    static let correctionAskAgain = Statement(
        "correction_ask_again",
        embedded: PackageResources.correction_ask_again_sql
    )
}
