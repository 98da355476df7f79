import PostgresLedger
import StripeSimulator

/// What a run gets to see of an account: what the lists of the period hold, and what is then asked for by id.
///
/// Written from DESIGN's account of a run, the slow way: each question looks through everything.
struct Sight {
    private(set) var charges: [Charge]
    private(set) var sessions: [CheckoutSession]
    let invoices: [Invoice]
    let refunds: [Refund]
    let disputes: [Dispute]
    let intents: [PaymentIntent]
    let events: [Event]
    /// All there are, whatever their age; none where the application keeps no subscription state.
    let subscriptions: [Subscription]
    /// Payments of invoices that were read by themselves, because their invoice was not listed.
    private(set) var invoicePayments: [InvoicePayment] = []
    /// Those that were read because a sale's buyer may be named by nobody else.
    private(set) var customers: [Customer] = []
    /// Which customers a run reads.
    let customerReading: CustomerReading
    /// Ids that were asked for, and whether Stripe knew them.
    private(set) var asked: [String: Bool] = [:]
    private let account: StripeAccount

    init(of world: World) {
        let account = world.account
        let period = world.period
        self.account = account
        customerReading = world.customers
        charges = account.charges.filter { period.contains($0.created) }
        // A session lives a day, so a charge of the period may belong to one of the day before.
        sessions = account.checkoutSessions.filter {
            $0.created >= period.lowerBound - .day && $0.created < period.upperBound
        }
        invoices = account.invoices.filter { period.contains($0.created) }
        refunds = account.refunds.filter { period.contains($0.created) }
        disputes = account.disputes.filter { period.contains($0.created) }
        intents = account.paymentIntents.filter { period.contains($0.created) }
        events = account.events.filter {
            period.contains($0.created)
                && ["checkout.session.completed", "checkout.session.async_payment_succeeded"].contains($0.type)
        }
        subscriptions = world.ledger == .extended ? Array(account.subscriptions) : []
        let rows = world.rows
        while askOnce(rows: rows, period: period) {}
    }

    /// The intents and charges that paid a listed invoice, or one whose payment was read.
    private var payers: [String] {
        account.invoicePayments
            .filter { payment in
                invoices.contains { $0.id == payment.invoice } || invoicePayments.contains { $0.id == payment.id }
            }
            .map(\.payment)
    }

    /// A charge that brought money and belongs to no session and no invoice that was seen.
    func isUnlinked(_ charge: Charge) -> Bool {
        guard charge.status == "succeeded", charge.captured else { return false }
        if payers.contains(charge.id) { return false }
        guard let intent = charge.paymentIntent else { return true }
        return !payers.contains(intent) && !sessions.contains { $0.paymentIntent == intent }
    }

    /// Asks for what is not known yet; false when there is nothing left to ask.
    private mutating func askOnce(rows: LedgerRows, period: Range<Int64>) -> Bool {
        let wasAsked = asked.count
        let named =
            rows.movements.filter { $0.createdAt.map(period.contains) ?? false }.compactMap(\.reference)
            + rows.purchases.filter { period.contains($0.createdAt) }.compactMap(\.session)
        for id in named where id.hasPrefix("cs_") && asked[id] == nil && !sessions.contains(where: { $0.id == id }) {
            let session = account.checkoutSessions.find(id)
            if let session { sessions.append(session) }
            asked[id] = session != nil
        }
        // What went back of an older sale leads to its charge.
        let returned = refunds.map(\.charge) + disputes.map(\.charge)
        for id in returned.compactMap(\.self) where asked[id] == nil && !charges.contains(where: { $0.id == id }) {
            let charge = account.charges.find(id)
            if let charge { charges.append(charge) }
            asked[id] = charge != nil
        }
        for intent in charges.filter(isUnlinked).compactMap(\.paymentIntent) where asked[intent] == nil {
            let known = account.checkoutSessions.filter { $0.paymentIntent == intent }
            sessions += known
            let payments = account.invoicePayments.filter {
                $0.paymentType == "payment_intent" && $0.payment == intent
            }
            if known.isEmpty { invoicePayments += payments }
            asked[intent] = !known.isEmpty || !payments.isEmpty
        }
        for session in sessions where session.paymentStatus == "paid" && asked[session.id] == true {
            guard let intent = session.paymentIntent, asked[intent] == nil else { continue }
            guard !charges.contains(where: { $0.paymentIntent == intent }) else { continue }
            let known = account.charges.filter { $0.paymentIntent == intent }
            charges += known
            asked[intent] = !known.isEmpty
        }
        for session in sessions where session.paymentStatus == "paid" && session.mode == "payment" {
            guard let id = session.customer, asked[id] == nil, asksForBuyer(of: session, rows) else { continue }
            let customer = account.customers.find(id)
            if let customer { customers.append(customer) }
            asked[id] = customer != nil
        }
        return asked.count > wasAsked
    }

    /// Whether a run reads the customer of a session because of who bought.
    private func asksForBuyer(of session: CheckoutSession, _ rows: LedgerRows) -> Bool {
        let checkout = rows.checkouts.first { $0.session == session.id }
        guard checkout != nil || session.metadata.said("type") == "credit_purchase" else { return false }
        switch customerReading {
        case .always: return true
        case .never: return false
        case .whereNeeded: return Promise.named(session, checkout: checkout, rows: rows).isEmpty
        }
    }
}
