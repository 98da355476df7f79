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
/// evidence, call the ledger's function, require that the balance moved by exactly the credits, write the purchase row,
/// require that nothing else moved and that the grant can be recognised, commit. Anything else rolls back whole.
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
    func post() throws(PostgresError) -> PostingOutcome { try attempt().outcome }

    /// How a grant ended, and what is known of it beside.
    struct Attempt {
        var outcome: PostingOutcome
        /// Whether the buyer had no balance that could be locked.
        var hadNoBalance = false
        /// Of a trial, what became of the same grant made once more.
        var repetition: GrantTrial.Repetition?
    }

    /// Makes the grant, and once more where the buyer had no balance that could be locked.
    ///
    /// - Throws: as ``post()``.
    func attempt() throws(PostgresError) -> Attempt {
        guard let userID = correction.userID, let credits = correction.credits else {
            return Attempt(outcome: .failed("the correction names no buyer or no credits"))
        }
        guard let function = ledger.function else { return Attempt(outcome: .failed("no granting function is mapped")) }
        guard let call = function.call else {
            return Attempt(outcome: .failed(function.problem?.sentence ?? "the function is not there"))
        }
        let first = try attempt(userID, credits, call)
        guard case .failed = first.outcome, first.hadNoBalance else { return first }
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
        let outcome = try connection.decidingTransaction(limits: limits) { () throws(PostgresError) in
            try connection.query(.lockSession, [.text(correction.stripeID)])
            Step.reached(.sessionLocked)
            guard try claim(userID, credits) else { return .rollBack(PostingOutcome.alreadyPosted) }
            Step.reached(.claimed)
            guard let values = try values(userID) else {
                return .rollBack(.failed("the buyer is not among the ledger's users"))
            }
            let call = GrantCall(connection: connection, ledger: ledger, values: values)
            let before = try call.lockBalance()
            Step.reached(.balanceLocked)
            hadNoBalance = before == nil
            if let evidence = try lookAgain(values) {
                return .rollBack(.changed("the ledger shows a \(evidence) by now"))
            }
            guard try stillStands() else {
                return .rollBack(
                    .changed("the purchase row \(uncreditedRow ?? "") of the session is not completed by now")
                )
            }
            let written = try call.rowsWritten()
            Step.reached(.lookedAgain)
            let effect: GrantEffect
            switch try call.move(function, before: before) {
            case .deviates(let deviation): return .rollBack(.failed(deviation))
            case .moved(let moved): effect = moved
            }
            let isNeeded = ledger.columns.carriesStripeIDs(.movement)
            if let deviation = effect.journalDeviation(units: call.journalUnits, isNeeded: isNeeded) {
                return .rollBack(.failed(deviation))
            }
            Step.reached(.effectChecked)
            if effect.purchases == 0 { try recordPurchase(values) }
            Step.reached(.purchaseRecorded)
            if let deviation = try lastDeviation(call, effect, since: written) { return .rollBack(.failed(deviation)) }
            try connection.query(
                .grantRecord,
                [.text(correction.stripeID), .integer(effect.creditsBefore), .integer(effect.creditsAfter)]
            )
            Step.reached(.correctionRecorded)
            let posted = PostingOutcome.posted(balanceBefore: effect.creditsBefore, balanceAfter: effect.creditsAfter)
            guard isTrial else { return .commit(posted) }
            repetition = try call.repetition(of: function, after: effect)
            return .rollBack(posted)
        }
        return Attempt(outcome: outcome, hadNoBalance: hadNoBalance, repetition: repetition)
    }

    /// Writes the correction down; false when it is there already.
    private func claim(_ userID: String, _ credits: Int64) throws(PostgresError) -> Bool {
        let rows = try connection.query(
            .grantClaim,
            [
                .text(correction.stripeID), .text(context.run.text), .text(correction.fingerprint), .text(userID),
                .integer(credits), .text(correction.facts["package_id"]), .integer(correction.amount?.minorUnits),
                .text(correction.amount?.currency.code), .text(context.protection?.rawValue), .text(context.approvedBy),
                .json(PostgresLedger.json(correction.facts)),
            ]
        )
        return rows.affected == 1
    }

    /// What there is to say of the grant; nil where the buyer has to be looked up and is not there.
    private func values(_ userID: String) throws(PostgresError) -> GrantValues? {
        guard var values = try GrantValues(of: correction, for: userID, in: context.run, mapping, connection) else {
            return nil
        }
        if isTrial { (values.invoice, values.event) = (TrialFacts.invoice, TrialFacts.event) }
        return values
    }

    /// The completed purchase row that lacks its movement, of a grant that answers just that.
    private var uncreditedRow: String? { correction.kind == .uncreditedPurchase ? correction.ledgerID : nil }

    /// Whether the row that lacks its movement is there as the finding saw it; other grants have none.
    private func stillStands() throws(PostgresError) -> Bool {
        guard let uncreditedRow else { return true }
        let rows = try connection.query(
            .grantConfirmPurchase,
            [.inferred(uncreditedRow), .text(correction.stripeID), .texts(mapping.completedWords)]
        )
        return !rows.isEmpty
    }

    /// What the ledger shows of a grant, if anything: of an earlier one, or after the call of this one.
    private func lookAgain(_ values: GrantValues, isAfter: Bool = false) throws(PostgresError) -> String? {
        let rows = try connection.query(
            .grantLookAgain,
            [
                .inferred(values.buyer.key), .texts(values.ids), .text(isAfter ? nil : uncreditedRow),
                .texts(mapping.completedWords),
            ]
        )
        return rows.isEmpty ? nil : try rows[0].text("evidence")
    }

    /// What is wrong after the purchase row was written too; nil when nothing else moved and the grant can be recognised.
    private func lastDeviation(
        _ call: GrantCall,
        _ effect: GrantEffect,
        since written: RowsWritten
    ) throws(PostgresError) -> String? {
        if let deviation = try call.laterDeviation(from: effect, since: written) { return deviation }
        guard try lookAgain(call.values, isAfter: true) != nil else {
            return "nothing in the ledger would carry the session, so that the next run would grant it again"
        }
        return nil
    }

    private func recordPurchase(_ values: GrantValues) throws(PostgresError) {
        let columns = ledger.columns.of(.purchase)
        guard !columns.isEmpty, uncreditedRow == nil else { return }
        if let ledgerID = correction.ledgerID, columns.contains("status") {
            let completed = try connection.query(
                .grantCompletePurchase(columns),
                [
                    .inferred(ledgerID), .inferred(mapping.completedWords.first), .texts(mapping.failedWords),
                ]
            )
            if completed.affected == 1 { return }
        }
        try connection.query(.grantInsertPurchase(columns), [.json(values.purchaseRow)])
    }
}

extension Statement {
    static let lockSession = Statement(
        "grant_1_lock_session",
        embedded: PackageResources.grant_1_lock_session_sql
    )
    fileprivate static let grantClaim = Statement("grant_2_claim", embedded: PackageResources.grant_2_claim_sql)
    fileprivate static let grantLookAgain = Statement(
        "grant_4_look_again",
        embedded: PackageResources.grant_4_look_again_sql
    )
    fileprivate static let grantConfirmPurchase = Statement(
        "grant_7_confirm_purchase",
        embedded: PackageResources.grant_7_confirm_purchase_sql
    )
    fileprivate static func grantCompletePurchase(_ columns: Set<String>) -> Statement {
        Statement("grant_7_complete_purchase", embedded: PackageResources.grant_7_complete_purchase_sql, of: columns)
    }
    fileprivate static func grantInsertPurchase(_ columns: Set<String>) -> Statement {
        Statement("grant_7_insert_purchase", embedded: PackageResources.grant_7_insert_purchase_sql, of: columns)
    }
    fileprivate static let grantRecord = Statement("grant_8_record", embedded: PackageResources.grant_8_record_sql)
    static let correctionAskAgain = Statement(
        "correction_ask_again",
        embedded: PackageResources.correction_ask_again_sql
    )
}
