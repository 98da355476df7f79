import StripeSimulator

/// All that is known of one checkout session: sold, promised, paid and given.
struct SessionFacts {
    let session: CheckoutSession
    let checkout: CheckoutRow?
    let promise: Promise
    /// Captured charges of the session's payment.
    let charges: [Charge]
    /// Minor units that were taken, and that went back.
    let captured: Int64
    let refunded: Int64
    /// Minor units that went back for good: without refunds that are under way.
    let returned: Int64
    /// Minor units that a bank took back.
    let lost: Int64
    let isRefundPending: Bool
    let isDisputed: Bool
    /// Movements that carry one of the session's ids, but for consumption.
    let movements: [MovementRow]
    let completed: [PurchaseRow]
    let failed: [PurchaseRow]
    let buyerExists: Bool
    /// A movement or a completed purchase without a reference that may be this sale's.
    let isAmbiguous: Bool

    init(_ session: CheckoutSession, sight: Sight, rows: LedgerRows) {
        self.session = session
        let checkout = rows.checkouts.first { $0.session == session.id }
        self.checkout = checkout
        let promise = Promise(session, checkout: checkout, sight: sight, rows: rows)
        self.promise = promise
        let attempts = session.paymentIntent.map { intent in sight.charges.filter { $0.paymentIntent == intent } } ?? []
        charges = attempts.filter { $0.status == "succeeded" && $0.captured }
        captured = charges.reduce(0) { $0 + $1.amountCaptured }

        // What a partial capture released looks like a refund, and is none.
        let wentBack = charges.reduce(0) { $0 + max($1.amountRefunded - ($1.amount - $1.amountCaptured), 0) }
        let refunds = sight.refunds.filter { refund in
            session.paymentIntent != nil
                && (refund.paymentIntent ?? attempts.first { $0.id == refund.charge }?.paymentIntent)
                    == session.paymentIntent
        }
        let succeeded = refunds.filter { $0.status == "succeeded" }.reduce(0) { $0 + $1.amount }
        let underWay = refunds.filter { $0.status == "pending" || $0.status == "requires_action" }
        refunded = max(wentBack, succeeded)
        // The charge counts those that are under way.
        returned = max(wentBack - underWay.reduce(0) { $0 + $1.amount }, succeeded)
        isRefundPending = !underWay.isEmpty
        let disputes = sight.disputes.filter { dispute in
            session.paymentIntent != nil
                && (dispute.paymentIntent ?? attempts.first { $0.id == dispute.charge }?.paymentIntent)
                    == session.paymentIntent
        }
        lost = disputes.filter { $0.status == "lost" }.reduce(0) { $0 + $1.amount }
        isDisputed =
            disputes.isEmpty ? charges.contains { $0.disputed } : disputes.contains { $0.status != "won" }

        var ids = Set([session.id, session.paymentIntent, session.invoice].compactMap { $0 })
        ids.formUnion(attempts.map(\.id))
        ids.formUnion(sight.events.filter { $0.object.id == session.id }.map(\.id))
        movements = rows.movements.filter { $0.type != "consume" && !$0.stripeIDs.isDisjoint(with: ids) }
        let purchases = rows.purchases.filter { $0.session.map(ids.contains) ?? false }
        completed = purchases.filter { $0.status == "completed" }
        failed = purchases.filter { $0.status == "failed" }
        buyerExists = promise.buyer.map(rows.users.contains) ?? false

        let soldAt = charges.map(\.created).max() ?? session.created
        func mayBeThisSale(_ user: String?, _ credits: Int64, _ at: Int64) -> Bool {
            user == promise.buyer && credits == promise.credits && abs(at - soldAt) <= .day
        }
        let unreferenced = rows.movements.filter { $0.carriesNoReference && $0.credits > 0 }
        let bought = rows.purchases.filter { $0.session == nil && $0.status == "completed" }
        isAmbiguous =
            unreferenced.contains { row in row.createdAt.map { mayBeThisSale(row.user, row.credits, $0) } ?? false }
            || bought.contains { mayBeThisSale($0.user, $0.credits, $0.createdAt) }
    }

    /// Movements that gave credits.
    var grants: [MovementRow] { movements.filter { $0.credits > 0 } }
    /// Credits that stand after all that was given and taken back.
    var standing: Int64 { movements.reduce(0) { $0 + $1.credits } }
    /// Credits that should have been given. Where the sources disagree, one grant says it itself; of several, the number
    /// that is stated first counts, and where none is stated an even share.
    var owed: Int64 {
        let given = grants.reduce(0) { $0 + $1.credits }
        if promise.creditsDisagree, grants.count == 1 { return given }
        if let credits = promise.credits, credits > 0 { return credits }
        return given / max(Int64(grants.count), 1)
    }
    /// Whether all the money went back, so that nothing is owed.
    var isFullyRefunded: Bool { captured > 0 && refunded >= captured && !isRefundPending }
    /// Why it is no credit purchase, by name.
    var exclusion: String? {
        switch session.mode {
        case "subscription": "subscription"
        case "setup": "setup"
        case "payment":
            checkout == nil && session.metadata.said("type") != "credit_purchase" ? "other_product" : nil
        default: "other_mode"
        }
    }
}

extension JSON {
    /// What metadata says under a key, as text.
    func said(_ key: String) -> String? {
        switch self[key] {
        case .string(let text): text
        case .integer(let number): "\(number)"
        default: nil
        }
    }
}

extension Int64 {
    static var day: Int64 { 86_400 }
    static var hour: Int64 { 3_600 }
}
