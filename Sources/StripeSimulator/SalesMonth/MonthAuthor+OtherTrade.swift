/// What else goes through the same Stripe account and is no credit purchase.
extension MonthAuthor {
    /// A page of another product: no metadata that the ledger knows.
    mutating func sellOtherProduct(_ opened: Int64) {
        var session = page("payment", for: someBuyer(), amount: random.among(3...90) * 100, at: opened)
        session.metadata = ["type": "print_order", "order": .string("P\(random.below(100_000))")]
        _ = pay(&session, .otherProduct, at: opened + random.among(40...600))
    }

    /// A page that stores a card and takes nothing.
    mutating func storeCard(_ opened: Int64) {
        var session = page("setup", for: someBuyer(), amount: nil, at: opened)
        session.currency = nil
        session.setupIntent = "seti_1" + random.token(length: 23)
        session.complete(paymentStatus: "no_payment_required")
        account.checkoutSessions.append(session)
        tell("checkout.session.completed", .checkoutSession(session), at: opened + 60)
    }

    /// A page that starts a subscription and pays its first invoice.
    mutating func subscribe(_ opened: Int64) {
        let buyer = someBuyer()
        let paidAt = opened + random.among(40...600)
        let amount: Int64 = random.chance(perMille: 700) ? 1_900 : 4_900
        var subscription = makeSubscription(of: buyer, amount: amount, at: paidAt)
        var invoice = makeInvoice(of: subscription, at: paidAt)
        invoice.billingReason = "subscription_create"
        subscription.latestInvoice = invoice.id
        account.subscriptions.append(subscription)
        tell("customer.subscription.created", .subscription(subscription), at: paidAt)
        collect(&invoice, at: paidAt)
        account.invoices.append(invoice)
        var session = page("subscription", for: buyer, amount: amount, at: opened)
        session.customer = buyer.customer
        session.metadata = ["type": "subscription", "user_id": .string(buyer.id)]
        session.invoice = invoice.id
        session.subscription = subscription.id
        session.complete(paymentStatus: "paid")
        account.checkoutSessions.append(session)
        tell("checkout.session.completed", .checkoutSession(session), at: paidAt)
    }

    private mutating func page(_ mode: String, for buyer: Buyer, amount: Int64?, at opened: Int64) -> CheckoutSession {
        let id = (options.livemode ? "cs_live_a1" : "cs_test_a1") + random.token(length: 56)
        var session = CheckoutSession(id, amount: amount, at: opened)
        session.mode = mode
        session.email = buyer.email
        return session
    }

    /// Invoices of subscriptions from earlier months, in every state that invoices have.
    mutating func writeRenewals() {
        for number in 0..<max(8, options.sessions / 50) {
            let at = random.among(start...options.ending - 3_600)
            let begun = at - 30 * 86_400 * random.among(1...6)
            var subscription = makeSubscription(of: someBuyer(), amount: 1_900, at: begun)
            var invoice = makeInvoice(of: subscription, at: at)
            switch number % 16 {
            case 0: break
            case 1: leaveOpen(&invoice, at: at, of: &subscription)
            case 2: close(&invoice, "void", at: at)
            case 3: close(&invoice, "uncollectible", at: at)
            case 4: payOutOfBand(&invoice, at: at)
            case 5:
                fail(&invoice, at: at)
                collect(&invoice, at: at + 1_800)
            default: collect(&invoice, at: at)
            }
            subscription.latestInvoice = invoice.id
            account.subscriptions.append(subscription)
            account.invoices.append(invoice)
        }
    }

    /// Charges that neither a page nor an invoice explains, every second one with a payment intent.
    mutating func writeOrphanCharges() {
        for number in 0..<max(2, options.sessions / 500) {
            let at = random.among(start...options.ending - 3_600)
            var charge = Charge("ch_3" + random.token(length: 23), amount: random.among(5...80) * 100, at: at)
            if number % 2 == 1 {
                let id = "pi_3" + random.token(length: 23)
                charge.paymentIntent = id
                account.paymentIntents.append(PaymentIntent(id, amount: charge.amount, at: at, charge: charge.id))
            }
            account.charges.append(charge)
            tell("charge.succeeded", .charge(charge), at: at)
        }
    }
}
