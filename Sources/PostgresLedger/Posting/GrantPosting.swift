import Foundation
import Reconciliation

/// What is written beside every correction of a run.
public struct PostingContext: Hashable, Sendable {
    /// The run.
    public var run: RunID
    /// What protects its grants against a late webhook.
    public var protection: String
    /// Who approved them, where a person did.
    public var approvedBy: String?

    /// The context of a run.
    public init(run: RunID, protection: String, approvedBy: String? = nil) {
        self.run = run
        self.protection = protection
        self.approvedBy = approvedBy
    }
}

/// Gives a buyer the credits they paid for: exactly once, or not at all.
///
/// One transaction: lock the session, write the correction down or stop, lock the buyer's balance, look again for
/// evidence, call the ledger's function, require that the balance moved by exactly the credits, write the purchase row,
/// commit. Anything else rolls back whole.
struct GrantPosting {
    let connection: Connection
    let correction: Correction
    let context: PostingContext
    /// How long it may take; the search path is the role's own whatever this says.
    var limits = TransactionLimits.posting

    /// Posts the grant.
    ///
    /// - Throws: ``PostgresError``; nothing is kept then, but for ``PostgresError/commitOutcomeUnknown(message:)``.
    func post() throws(PostgresError) -> PostingOutcome {
        guard let userID = correction.userID, let credits = correction.credits else {
            return .failed("the correction names no buyer or no credits")
        }
        let first = try attempt(userID, credits)
        guard case .failed = first.outcome, first.hadNoBalance else { return first.outcome }
        // A buyer without a balance has nothing to lock: another first grant may have come between the two looks. Its
        // row is there now and can be locked. A function that misbehaves does so again.
        return try attempt(userID, credits).outcome
    }

    private func attempt(
        _ userID: String,
        _ credits: Int64
    ) throws(PostgresError) -> (outcome: PostingOutcome, hadNoBalance: Bool) {
        var limits = limits
        limits.searchPath = connection.roleSearchPath
        var hadNoBalance = false
        let outcome = try connection.decidingTransaction(limits: limits) { () throws(PostgresError) in
            try connection.query(.grantLockSession, [.text(correction.stripeID)])
            guard try claim(userID, credits) else { return .rollBack(PostingOutcome.alreadyPosted) }
            let call = GrantCall(connection: connection, userID: userID, stripeID: correction.stripeID)
            let locked = try call.lockBalance()
            let before = locked ?? 0
            hadNoBalance = locked == nil
            if let evidence = try lookAgain(userID) {
                return .rollBack(.changed("the ledger shows a \(evidence) by now"))
            }
            guard try stillStands() else {
                return .rollBack(
                    .changed("the purchase row \(uncreditedRow ?? "") of the session is not completed by now")
                )
            }
            try call.grant(credits, description: description, metadata: metadata)
            let effect = try call.effect()
            if let deviation = effect.deviation(before: before, credits: credits) {
                return .rollBack(.failed(deviation))
            }
            try recordPurchase(userID, credits)
            try connection.query(
                .grantRecord,
                [.text(correction.stripeID), .integer(before), .integer(effect.balance)]
            )
            return .commit(.posted(balanceBefore: before, balanceAfter: effect.balance))
        }
        return (outcome, hadNoBalance)
    }

    /// Writes the correction down; false when it is there already.
    private func claim(_ userID: String, _ credits: Int64) throws(PostgresError) -> Bool {
        let rows = try connection.query(
            .grantClaim,
            [
                .text(correction.stripeID), .text(context.run.text), .text(correction.fingerprint), .text(userID),
                .integer(credits), .text(correction.facts["package_id"]), .integer(correction.amount?.minorUnits),
                .text(correction.amount?.currency.code), .text(context.protection), .text(context.approvedBy),
                .json(PostgresLedger.json(correction.facts)),
            ]
        )
        return rows.affected == 1
    }

    /// What the ledger shows of an earlier grant, if anything.
    private func lookAgain(_ userID: String) throws(PostgresError) -> String? {
        let ids = ["payment_intent", "charge"].compactMap { correction.facts[$0] } + [correction.stripeID]
        let rows = try connection.query(.grantLookAgain, [.inferred(userID), .texts(ids), .text(uncreditedRow)])
        return rows.isEmpty ? nil : try rows[0].text("evidence")
    }

    /// The completed purchase row that lacks its movement, of a grant that answers just that.
    private var uncreditedRow: String? { correction.kind == .uncreditedPurchase ? correction.ledgerID : nil }

    /// Whether the row that lacks its movement is there as the finding saw it; other grants have none.
    private func stillStands() throws(PostgresError) -> Bool {
        guard let uncreditedRow else { return true }
        let rows = try connection.query(
            .grantConfirmPurchase,
            [.inferred(uncreditedRow), .text(correction.stripeID)]
        )
        return !rows.isEmpty
    }

    private var description: String {
        "Purchase of \(correction.facts["package_id"].map { "package \($0)" } ?? "credits"), granted by reconciliation"
    }

    private var metadata: [String: String] {
        let metadata = [
            "source": "tieout", "run_id": context.run.text, "stripe_session_id": correction.stripeID,
            "package_id": correction.facts["package_id"], "payment_intent": correction.facts["payment_intent"],
        ]
        return metadata.compactMapValues(\.self)
    }

    private func recordPurchase(_ userID: String, _ credits: Int64) throws(PostgresError) {
        guard uncreditedRow == nil else { return }
        if let ledgerID = correction.ledgerID {
            let completed = try connection.query(
                .grantCompletePurchase,
                [.inferred(ledgerID), .text(correction.stripeID)]
            )
            if completed.affected == 1 { return }
        }
        try connection.query(
            .grantInsertPurchase,
            [
                .inferred(userID), .text(correction.facts["package_id"]), .inferred(String(credits)),
                .inferred(correction.amount?.majorUnits), .text(correction.stripeID),
                .text(correction.facts["customer"]),
            ]
        )
    }
}

extension Statement {
    fileprivate static let grantLockSession = Statement(
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
    fileprivate static let grantCompletePurchase = Statement(
        "grant_7_complete_purchase",
        embedded: PackageResources.grant_7_complete_purchase_sql
    )
    fileprivate static let grantInsertPurchase = Statement(
        "grant_7_insert_purchase",
        embedded: PackageResources.grant_7_insert_purchase_sql
    )
    fileprivate static let grantRecord = Statement("grant_8_record", embedded: PackageResources.grant_8_record_sql)
    static let grantAskAgain = Statement("grant_ask_again", embedded: PackageResources.grant_ask_again_sql)
}
