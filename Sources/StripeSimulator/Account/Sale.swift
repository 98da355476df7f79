/// The ids of one sale's objects, for changing their details afterwards.
public struct Sale: Sendable, Equatable {
    /// `cs_…`.
    public let session: String
    /// `pi_…`.
    public let paymentIntent: String
    /// `ch_…`.
    public let charge: String
    /// `evt_…` of `charge.succeeded`, `payment_intent.succeeded` and `checkout.session.completed`, in that order.
    public let events: [String]
}

extension StripeAccount {
    /// Adds a whole sale: a paid session, its payment intent, its charge and their three events, with ids made from `name`.
    ///
    /// - Parameters:
    ///   - name: `A` gives `cs_test_A` (`cs_live_A` in live mode), `pi_A` and `ch_A`.
    ///   - amount: minor units of `currency`.
    ///   - created: Unix seconds at which the page was opened; it is paid `delay` seconds later.
    ///   - metadata: the session's; the payment intent and the charge get none.
    @discardableResult
    public mutating func addSale(
        _ name: String,
        of amount: Int64,
        _ currency: String = "usd",
        at created: Int64,
        delay: Int64 = 60,
        customer: String? = nil,
        email: String? = "buyer@example.com",
        metadata: JSON = [:]
    ) -> Sale {
        let sessionID = (livemode ? "cs_live_" : "cs_test_") + name
        let paidAt = created + delay
        var charge = Charge("ch_" + name, amount: amount, currency: currency, at: paidAt, paymentIntent: "pi_" + name)
        charge.customer = customer
        charge.email = email
        var intent = PaymentIntent("pi_" + name, amount: amount, currency: currency, at: paidAt, charge: charge.id)
        intent.customer = customer
        var session = CheckoutSession.paid(
            sessionID,
            amount: amount,
            currency: currency,
            at: created,
            metadata: metadata,
            paymentIntent: intent.id
        )
        session.customer = customer
        session.email = email
        charges.append(charge)
        paymentIntents.append(intent)
        checkoutSessions.append(session)
        let events = [
            record("charge.succeeded", about: .charge(charge), at: paidAt),
            record("payment_intent.succeeded", about: .paymentIntent(intent), at: paidAt),
            record("checkout.session.completed", about: .checkoutSession(session), at: paidAt),
        ]
        return Sale(session: sessionID, paymentIntent: intent.id, charge: charge.id, events: events.map(\.id))
    }

    /// Refunds a charge and keeps the charge's own figures true: a succeeded or pending refund counts as refunded, a failed one does not.
    ///
    /// - Parameters:
    ///   - charge: the charge's id, which must be there.
    ///   - amount: minor units; nil for all that is left.
    ///   - id: `re_…`; made from the charge's id unless given.
    @discardableResult
    public mutating func refund(
        _ charge: String,
        amount: Int64? = nil,
        at created: Int64,
        status: String = "succeeded",
        id: String? = nil
    ) -> Refund {
        let refunded = charges[charge]
        let refund = Refund(
            id ?? "re_\(charge.dropFirst(3))_\(created)",
            of: charge,
            paymentIntent: refunded.paymentIntent,
            amount: amount ?? refunded.amountCaptured - refunded.amountRefunded,
            currency: refunded.currency,
            at: created,
            status: status
        )
        refunds.append(refund)
        if status == "succeeded" || status == "pending" { charges[charge].amountRefunded += refund.amount }
        return refund
    }

    /// Disputes the whole of a charge and marks the charge, as Stripe does whatever the outcome.
    @discardableResult
    public mutating func dispute(
        _ charge: String,
        at created: Int64,
        status: String = "needs_response",
        id: String? = nil
    ) -> Dispute {
        let disputed = charges[charge]
        let dispute = Dispute(
            id ?? "dp_\(charge.dropFirst(3))",
            of: charge,
            paymentIntent: disputed.paymentIntent,
            amount: disputed.amountCaptured,
            currency: disputed.currency,
            at: created,
            status: status
        )
        disputes.append(dispute)
        charges[charge].disputed = true
        return dispute
    }
}
