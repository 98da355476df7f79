/// What is true of a month's credit purchases, worked out the slow and obvious way from Stripe's objects and from what was delivered.
public struct Truth: Sendable, Equatable {
    /// What became of one credit purchase in the ledger.
    public enum Fate: Sendable, Equatable {
        /// Granted once, with its purchase row.
        case granted
        /// Due, and nothing in the ledger.
        case missed
        /// Due, and the ledger holds a failed purchase row.
        case failedFulfilment
        /// Granted once, without a purchase row.
        case unrecordedGrant
        /// Granted more than once.
        case duplicateGrant
        /// Never granted, and all the money went back.
        case refundedBeforeGrant
        /// Never granted; a refund in part, a refund under way or a dispute leaves it to a person.
        case held
        /// Paid, and nobody can say by whom.
        case unattributable
        /// Paid by a buyer who is no longer there.
        case buyerDeleted
        /// Checkout row and metadata disagree.
        case contradictory
        /// A coupon of 100 %.
        case free
        /// No money came (yet).
        case notPaid
    }

    /// A grant that is due.
    public struct DueGrant: Sendable, Equatable {
        /// `cs_…`.
        public let session: String
        /// The buyer's id.
        public let user: String
        /// The package's id.
        public let package: String
        /// How many credits.
        public let credits: Int64
        /// `missed` or `failedFulfilment`.
        public let fate: Fate
    }

    /// The fate of every credit purchase, by session id.
    public let fates: [String: Fate]
    /// Grants that are due, ordered by session id.
    public let due: [DueGrant]
    /// Succeeded charges with neither session nor invoice, ordered by id.
    public let orphanCharges: [String]

    /// Credits that are due in all.
    public var dueCredits: Int64 { due.reduce(0) { $0 + $1.credits } }

    /// The sessions of a fate, ordered by id.
    public func sessions(_ fate: Fate) -> [String] {
        fates.filter { $0.value == fate }.keys.sorted()
    }

    init(_ month: SalesMonth) {
        let evidence = LedgerEvidence(month)
        var fates: [String: Fate] = [:]
        var due: [DueGrant] = []
        for session in month.account.checkoutSessions {
            guard let fate = evidence.fate(of: session) else { continue }
            fates[session.id] = fate
            guard fate == .missed || fate == .failedFulfilment, let promise = evidence.promises[session.id] else {
                continue
            }
            due.append(
                DueGrant(
                    session: session.id,
                    user: promise.user,
                    package: promise.package,
                    credits: promise.credits,
                    fate: fate
                )
            )
        }
        self.fates = fates
        self.due = due.sorted { $0.session < $1.session }
        orphanCharges = Self.orphans(month.account)
    }

    private static func orphans(_ account: StripeAccount) -> [String] {
        let explained = Set(account.checkoutSessions.compactMap(\.paymentIntent))
            .union(account.invoicePayments.map(\.payment))
        return account.charges
            .filter { charge in charge.status == "succeeded" && !explained.contains(charge.paymentIntent ?? "") }
            .map(\.id)
            .sorted()
    }
}

/// What the ledger will hold of each session once the application has lived through its history.
private struct LedgerEvidence {
    let account: StripeAccount
    let promises: [String: CheckoutPromise]
    private let deletedBuyers: Set<String>
    private let grants: [String: Int]
    private let rows: [String: Int]
    private let failedRows: Set<String>

    init(_ month: SalesMonth) {
        account = month.account
        promises = Dictionary(uniqueKeysWithValues: month.promises.map { ($0.session, $0) })
        deletedBuyers = Set(month.history.compactMap { if case .deleteBuyer(let id, _) = $0 { id } else { nil } })
        var grants: [String: Int] = [:]
        var rows: [String: Int] = [:]
        var failedRows: Set<String> = []
        for delivery in month.deliveries where delivery.isAnswered {
            guard let session = Self.creditedSession(delivery.event) else { continue }
            switch delivery.flaw {
            case .functionError: failedRows.insert(session)
            case .crashBetweenCreditAndPurchase: grants[session, default: 0] += 1
            default:
                grants[session, default: 0] += 1
                rows[session, default: 0] += 1
            }
        }
        (self.grants, self.rows, self.failedRows) = (grants, rows, failedRows)
    }

    /// Nil for sessions that are no credit purchases.
    func fate(of session: CheckoutSession) -> Truth.Fate? {
        let promise = promises[session.id]
        let isMarked = session.metadata["type"]?.text == "credit_purchase"
        guard session.mode == "payment", promise != nil || isMarked else { return nil }
        if session.paymentStatus == "no_payment_required" { return .free }
        guard session.paymentStatus == "paid" else { return .notPaid }
        guard let promise else { return .unattributable }
        if deletedBuyers.contains(promise.user) { return .buyerDeleted }
        switch grants[session.id, default: 0] {
        case 0: return fateWithoutGrant(session, promise)
        case 1: return rows[session.id] == nil ? .unrecordedGrant : .granted
        default: return .duplicateGrant
        }
    }

    private func fateWithoutGrant(_ session: CheckoutSession, _ promise: CheckoutPromise) -> Truth.Fate {
        guard session.metadata["credits"]?.text == "\(promise.credits)" else { return .contradictory }
        let refunds = account.refunds.filter { $0.paymentIntent == session.paymentIntent }
        let disputes = account.disputes.filter { $0.paymentIntent == session.paymentIntent && $0.status != "won" }
        let returned = refunds.filter { $0.status == "succeeded" }.reduce(0) { $0 + $1.amount }
        if returned == session.amountTotal { return .refundedBeforeGrant }
        if returned > 0 || refunds.contains(where: { $0.status == "pending" }) || !disputes.isEmpty { return .held }
        return failedRows.contains(session.id) ? .failedFulfilment : .missed
    }

    /// The session that the reference handler credits for an event; nil for events that it does not act on.
    private static func creditedSession(_ event: Event) -> String? {
        guard event.type == "checkout.session.completed", case .checkoutSession(let session) = event.object,
            session.mode == "payment", session.paymentStatus == "paid",
            session.metadata["type"]?.text == "credit_purchase",
            session.metadata["user_id"] ?? session.metadata["userId"] != nil,
            session.metadata["package_id"] ?? session.metadata["packageId"] != nil,
            session.metadata["credits"]?.text.flatMap({ Int64($0) }) != nil
        else { return nil }
        return session.id
    }
}
