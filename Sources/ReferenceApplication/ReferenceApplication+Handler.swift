import PostgresLedger
import StripeSimulator

/// The webhook handler. Its two steps, `credit` and `recordPurchase`, can be called by themselves, so that a test can put
/// something between them.
extension ReferenceApplication {
    /// Handles a delivery as the flaw in it says; one that nobody answers does nothing. A transaction must be open.
    ///
    /// - Throws: `PostgresError` for what the handler itself would not survive.
    public func handle(_ delivery: WebhookDelivery) throws(PostgresError) {
        guard delivery.isAnswered else { return }
        let event = delivery.event
        switch (event.type, event.object) {
        case ("checkout.session.completed", .checkoutSession(let session)):
            guard let purchase = Purchase(session) else { return }
            try fulfil(purchase, flaw: delivery.flaw, at: delivery.at)
        case ("payment_intent.succeeded", .paymentIntent(let intent)):
            try log(intent, status: "succeeded", at: delivery.at)
        case ("payment_intent.payment_failed", .paymentIntent(let intent)):
            try log(intent, status: "failed", at: delivery.at)
        case ("invoice.payment_succeeded", .invoice(let invoice)):
            try log(invoice, status: "paid", at: delivery.at)
        case ("invoice.payment_failed", .invoice(let invoice)):
            try log(invoice, status: "payment_failed", at: delivery.at)
        default: return
        }
    }

    /// The first step: calls the granting function, which does not look whether the session was credited before.
    ///
    /// - Parameter instant: Unix seconds to date the movement at, within an open transaction; nil for now.
    /// - Throws: `PostgresError.server` when the function refuses.
    public func credit(_ purchase: Purchase, at instant: Int64? = nil) throws(PostgresError) {
        try connection.query(
            .handlerGrant,
            [
                .uuid(purchase.user), .integer(purchase.credits), .text("Purchased \(purchase.package) package"),
                .text(purchase.session), .text(purchase.package),
            ]
        )
        if let instant { try dateMovement(of: purchase.user, at: instant) }
    }

    /// The second step, in a statement of its own: writes the purchase row, `completed` unless an error is given.
    ///
    /// - Throws: `PostgresError.server` when the row is refused.
    public func recordPurchase(
        _ purchase: Purchase,
        error: String? = nil,
        at instant: Int64? = nil
    ) throws(PostgresError) {
        try connection.query(
            .handlerPurchase,
            [
                .uuid(purchase.user), .text(purchase.package), .integer(purchase.credits),
                .integer(purchase.amountTotal), .text(error == nil ? "completed" : "failed"), .text(purchase.session),
                .text(purchase.customer), .text(error), .integer(instant),
            ]
        )
    }

    private func fulfil(_ purchase: Purchase, flaw: HandlerFlaw?, at instant: Int64) throws(PostgresError) {
        if flaw == .functionError {
            return try recordFailure(purchase, "canceling statement due to statement timeout", at: instant)
        }
        do throws(PostgresError) {
            try connection.savepoint { () throws(PostgresError) in try credit(purchase, at: instant) }
        } catch {
            return try recordFailure(purchase, refusal(error), at: instant)
        }
        if flaw != .crashBetweenCreditAndPurchase { try recordPurchase(purchase, at: instant) }
    }

    /// Answers 200 whatever becomes of the row: where the credits are no number, it is refused too, and nothing is left.
    private func recordFailure(_ purchase: Purchase, _ message: String, at instant: Int64) throws(PostgresError) {
        do throws(PostgresError) {
            try connection.savepoint { () throws(PostgresError) in
                try recordPurchase(purchase, error: message, at: instant)
            }
        } catch {
            _ = try refusal(error)
        }
    }

    /// What the database said to what it refused; an error that is no refusal is passed on.
    private func refusal(_ error: PostgresError) throws(PostgresError) -> String {
        switch error {
        case .server(let refusal): return refusal.message
        case .invalidParameter: return "invalid byte sequence"
        default: throw error
        }
    }

    private func log(_ intent: PaymentIntent, status: String, at instant: Int64) throws(PostgresError) {
        let message = status == "failed" ? "The payment was declined." : nil
        try connection.query(
            .handlerPaymentLog,
            [
                .text(intent.id), .integer(intent.amount), .text(intent.currency), .text(status), .text(message),
                .integer(instant),
            ]
        )
    }

    private func log(_ invoice: Invoice, status: String, at instant: Int64) throws(PostgresError) {
        try connection.query(
            .handlerInvoiceLog,
            [
                .text(invoice.id), .text(invoice.subscription), .integer(invoice.amountPaid),
                .integer(invoice.amountDue), .text(invoice.currency), .text(status), .text(invoice.billingReason),
                .integer(instant),
            ]
        )
    }
}
