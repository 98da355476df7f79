import PostgresLedger
import Reconciliation
import ReferenceApplication
import StripeSimulator
import TestSupport

/// One combination of what may have happened to a sale, and what is right about it.
struct DueCase: Sendable {
    enum Refund: String, CaseIterable { case kept, refundFailed, partlyRefunded, refundPending, refunded }
    enum Dispute: String, CaseIterable { case undisputed, won, lost, disputed }
    enum Evidence: String, CaseIterable { case nothing, failedRow, completedRow, granted, unreferencedMovement }
    enum Promise: String, CaseIterable { case checkout, price, metadataAlone, otherCredits, otherBuyer }

    let refund: Refund
    let dispute: Dispute
    let evidence: Evidence
    let promise: Promise
    let number: Int64

    static let all: [DueCase] = {
        var cases: [DueCase] = []
        for refund in Refund.allCases {
            for dispute in Dispute.allCases {
                for evidence in Evidence.allCases {
                    for promise in Promise.allCases {
                        cases.append(
                            DueCase(
                                refund: refund,
                                dispute: dispute,
                                evidence: evidence,
                                promise: promise,
                                number: Int64(cases.count)
                            )
                        )
                    }
                }
            }
        }
        return cases
    }()

    var name: String { "\(refund)_\(dispute)_\(evidence)_\(promise)" }
    var session: String { "cs_test_" + name }

    /// What is right, as the design says it under “When a grant is due”.
    var judgement: String {
        if evidence == .granted { return returned.isEmpty ? "matched" : returned.joined(separator: " and ") }
        if refund == .refunded { return "excluded refunded_before_grant" }
        if promise == .otherCredits { return "credits_mismatch" }
        if promise == .otherBuyer { return "buyer_mismatch" }
        let kind =
            switch evidence {
            case .failedRow: "failed_fulfilment"
            case .completedRow: "uncredited_purchase"
            default: "missed_purchase"
            }
        if let hold { return (["\(kind) held \(hold.rawValue)"] + mispriced).joined(separator: " and ") }
        return "\(kind) granted"
    }

    /// 19.00 USD were paid for a package of 20.00.
    private var mispriced: [String] { promise == .metadataAlone ? ["package_mismatch"] : [] }

    /// What is found of a sale that was granted: its price, the refunded part, then what a lost dispute took.
    private var returned: [String] {
        let isRefunded = refund == .partlyRefunded || refund == .refunded
        var found = mispriced + (isRefunded ? ["refund_not_reversed"] : [])
        if dispute == .lost, refund != .refunded { found.append("dispute_not_reversed") }
        return found
    }

    private var hold: HoldReason? {
        if refund == .refundPending { return .refundPending }
        if dispute == .lost || dispute == .disputed { return .disputed }
        if refund == .partlyRefunded { return .partlyRefunded }
        if promise == .metadataAlone { return .promiseUnproven }
        if evidence == .unreferencedMovement { return .ambiguousMovement }
        if evidence == .completedRow { return .needsApproval }
        return nil
    }

    // MARK: What Stripe says

    func sell(in account: inout StripeAccount) {
        let credits: Int64 = promise == .otherCredits ? 60 : 50
        let sale = account.addSale(
            name,
            of: price,
            at: Books.noon + number,
            metadata: Books.metadata(credits: credits, user: promise == .otherBuyer ? Books.boris : buyer)
        )
        let later = Books.noon + 3_600 + number
        switch refund {
        case .kept: break
        case .refundFailed: account.refund(sale.charge, at: later, status: "failed")
        case .partlyRefunded: account.refund(sale.charge, amount: 500, at: later)
        case .refundPending: account.refund(sale.charge, at: later, status: "pending")
        case .refunded: account.refund(sale.charge, at: later)
        }
        switch dispute {
        case .undisputed: break
        case .won: account.dispute(sale.charge, at: later, status: "won")
        case .lost: account.dispute(sale.charge, at: later, status: "lost")
        case .disputed: account.dispute(sale.charge, at: later, status: "under_review")
        }
    }

    // MARK: What the ledger says

    func enter(by application: ReferenceApplication, _ account: StripeAccount) throws(PostgresError) {
        try application.signUp(
            Buyer(id: buyer, email: "\(name)@example.com", customer: "cus_\(name)", signedUpAt: Books.noon - 86_400)
        )
        if hasCheckoutRow {
            try application.openCheckout(
                CheckoutPromise(
                    user: buyer,
                    session: session,
                    package: "creative",
                    credits: 50,
                    price: price,
                    openedAt: Books.noon + number
                )
            )
        }
        let intent = account.paymentIntents["pi_" + name]
        let succeeded = account.events["evt_\(intent.id)_payment_intent.succeeded"]
        try application.handle(WebhookDelivery(event: succeeded, at: paidAt))
        try leaveTrace(by: application, account)
    }

    private func leaveTrace(
        by application: ReferenceApplication,
        _ account: StripeAccount
    ) throws(PostgresError) {
        var session = account.checkoutSessions[session]
        session.metadata = Books.metadata(user: buyer)
        guard let purchase = Purchase(session) else { return }
        switch evidence {
        case .nothing, .unreferencedMovement: break
        case .failedRow: try application.recordPurchase(purchase, error: "deadlock detected", at: paidAt)
        case .completedRow: try application.recordPurchase(purchase, at: paidAt)
        case .granted:
            try application.credit(purchase, at: paidAt)
            try application.recordPurchase(purchase, at: paidAt)
        }
    }

    /// The buyer, of this sale only.
    var buyer: String {
        let digits = String(number)
        return "d0000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
    private var price: Int64 { promise == .metadataAlone ? 1_900 : 2_000 }
    private var hasCheckoutRow: Bool { promise != .price && promise != .metadataAlone }
    private var paidAt: Int64 { Books.noon + number + 65 }
}
