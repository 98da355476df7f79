/// How money comes in: at once, after declined attempts, or days later.
extension MonthAuthor {
    /// Pays a page at an instant; answers the id of the charge that succeeded.
    mutating func pay(_ session: inout CheckoutSession, _ story: Story, at paidAt: Int64) -> String {
        let amount = session.amountTotal ?? 0
        let currency = session.currency ?? "usd"
        let intentID = "pi_3" + random.token(length: 23)
        let declines = story == .paidAfterDeclines ? 1 + random.below(2) : 0
        let firstAttempt = paidAt - Int64(declines) * 10
        var intent = PaymentIntent(intentID, amount: amount, currency: currency, at: firstAttempt, charge: nil)
        intent.customer = session.customer
        for attempt in 0..<declines {
            declineAttempt(&intent, session, at: firstAttempt + Int64(attempt) * 10)
        }
        let charge = makeCharge(intent, session, at: paidAt)
        intent.status = "succeeded"
        intent.amountReceived = amount
        intent.lastErrorCode = nil
        intent.latestCharge = charge.id
        session.complete(paymentStatus: "paid", paymentIntent: intentID)
        account.charges.append(charge)
        account.paymentIntents.append(intent)
        account.checkoutSessions.append(session)
        tell("charge.succeeded", .charge(charge), at: paidAt)
        tell("payment_intent.succeeded", .paymentIntent(intent), at: paidAt)
        tell("checkout.session.completed", .checkoutSession(session), at: paidAt, flaw: story.flaw)
        if story == .creditedTwice, let told = account.events.last, told.pendingWebhooks == 0 { tellAgain(told) }
        return charge.id
    }

    /// Declined attempts, and no more: the page is not completed.
    mutating func decline(_ session: CheckoutSession, attempts: Int, at instant: Int64) {
        let id = "pi_3" + random.token(length: 23)
        let amount = session.amountTotal ?? 0
        var intent = PaymentIntent(id, amount: amount, currency: session.currency ?? "usd", at: instant, charge: nil)
        intent.customer = session.customer
        for attempt in 0..<attempts { declineAttempt(&intent, session, at: instant + Int64(attempt) * 20) }
        account.paymentIntents.append(intent)
    }

    private mutating func declineAttempt(_ intent: inout PaymentIntent, _ session: CheckoutSession, at instant: Int64) {
        var charge = makeCharge(intent, session, at: instant)
        charge.fail(random.chance(perMille: 500) ? "card_declined" : "insufficient_funds")
        intent.latestCharge = charge.id
        intent.fail(charge.failureCode ?? "card_declined")
        account.charges.append(charge)
        tell("charge.failed", .charge(charge), at: instant)
        tell("payment_intent.payment_failed", .paymentIntent(intent), at: instant)
    }

    func makeCharge(_ intent: PaymentIntent, _ session: CheckoutSession, at instant: Int64) -> Charge {
        // Follows the intent's id, so that an attempt's charge can be told from it; attempts are a second apart or more.
        let id = "ch_3" + intent.id.dropFirst(4).dropLast(5) + String(instant % 100_000 + 100_000).dropFirst()
        var charge = Charge(id, amount: intent.amount, currency: intent.currency, at: instant, paymentIntent: intent.id)
        charge.customer = session.customer
        charge.email = session.email
        charge.presentment = session.presentment
        return charge
    }

    /// A delayed method: the page is complete and unpaid, and days later the money comes or does not.
    mutating func payLater(_ opened: CheckoutSession, _ opening: Opening, at instant: Int64) {
        var session = opened
        let id = "pi_3" + random.token(length: 23)
        let amount = session.amountTotal ?? 0
        var intent = PaymentIntent(id, amount: amount, currency: session.currency ?? "usd", at: instant, charge: nil)
        var charge = makeCharge(intent, session, at: instant)
        charge.status = "pending"
        charge.paymentMethodType = "us_bank_account"
        intent.latestCharge = charge.id
        intent.startProcessing()
        session.paymentMethodTypes = ["card", "us_bank_account"]
        session.complete(paymentStatus: "unpaid", paymentIntent: id)
        tell("charge.pending", .charge(charge), at: instant)
        tell("checkout.session.completed", .checkoutSession(session), at: instant)
        let settledAt = instant + random.among(2 * 86_400...5 * 86_400)
        if isWithinMonth(settledAt) {
            let succeeds = opening.story == .settledLater
            settle(&session, &intent, &charge, succeeds: succeeds, at: settledAt)
        }
        account.charges.append(charge)
        account.paymentIntents.append(intent)
        account.checkoutSessions.append(session)
    }

    private mutating func settle(
        _ session: inout CheckoutSession,
        _ intent: inout PaymentIntent,
        _ charge: inout Charge,
        succeeds: Bool,
        at instant: Int64
    ) {
        if succeeds {
            charge.status = "succeeded"
            intent.status = "succeeded"
            intent.amountReceived = intent.amount
            session.paymentStatus = "paid"
        } else {
            charge.fail("insufficient_funds")
            intent.fail("insufficient_funds")
        }
        let outcome = succeeds ? "succeeded" : "failed"
        tell("charge.\(outcome)", .charge(charge), at: instant)
        tell(
            succeeds ? "payment_intent.succeeded" : "payment_intent.payment_failed",
            .paymentIntent(intent),
            at: instant
        )
        tell("checkout.session.async_payment_\(outcome)", .checkoutSession(session), at: instant)
    }
}
