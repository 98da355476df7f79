/// Subscriptions and how their invoices are paid, or not.
extension MonthAuthor {
    mutating func makeSubscription(of buyer: Buyer, amount: Int64, at begun: Int64) -> Subscription {
        Subscription("sub_1" + random.token(length: 23), customer: buyer.customer, amount: amount, at: begun)
    }

    mutating func makeInvoice(of subscription: Subscription, at instant: Int64) -> Invoice {
        let id = "in_1" + random.token(length: 23)
        var invoice = Invoice(id, amount: subscription.amount, at: instant, subscription: subscription.id)
        invoice.customer = subscription.customer
        return invoice
    }

    /// Takes the money: payment intent, charge, invoice payment and events.
    mutating func collect(_ invoice: inout Invoice, at instant: Int64) {
        var intent = intent(for: invoice, at: instant)
        let charge = charge(for: intent, of: invoice, at: instant)
        intent.latestCharge = charge.id
        invoice.pay(at: instant, paymentIntent: intent.id, charge: charge.id)
        account.charges.append(charge)
        account.paymentIntents.append(intent)
        record(invoice, paidBy: intent.id, status: "paid", at: instant)
        tell("charge.succeeded", .charge(charge), at: instant)
        tell("payment_intent.succeeded", .paymentIntent(intent), at: instant)
        tell("invoice.payment_succeeded", .invoice(invoice), at: instant)
    }

    /// An attempt that is declined; the invoice stays open.
    mutating func fail(_ invoice: inout Invoice, at instant: Int64) {
        var intent = intent(for: invoice, at: instant)
        var charge = charge(for: intent, of: invoice, at: instant)
        charge.fail()
        intent.latestCharge = charge.id
        intent.fail()
        invoice.finalize(at: instant)
        invoice.attemptCount = 1
        invoice.paymentIntent = intent.id
        invoice.charge = charge.id
        account.charges.append(charge)
        account.paymentIntents.append(intent)
        record(invoice, paidBy: intent.id, status: "open", at: instant)
        tell("charge.failed", .charge(charge), at: instant)
        tell("payment_intent.payment_failed", .paymentIntent(intent), at: instant)
        tell("invoice.payment_failed", .invoice(invoice), at: instant)
    }

    /// Declined and due since: the subscription is past due.
    mutating func leaveOpen(_ invoice: inout Invoice, at instant: Int64, of subscription: inout Subscription) {
        fail(&invoice, at: instant)
        invoice.dueDate = instant + 3_600
        subscription.status = "past_due"
        tell("customer.subscription.updated", .subscription(subscription), at: instant)
    }

    /// Ends an invoice without money: `void` or `uncollectible`.
    mutating func close(_ invoice: inout Invoice, _ status: String, at instant: Int64) {
        invoice.finalize(at: instant)
        invoice.status = status
        tell("invoice.\(status == "void" ? "voided" : "marked_uncollectible")", .invoice(invoice), at: instant)
    }

    /// Marked as paid, though no money came through Stripe.
    mutating func payOutOfBand(_ invoice: inout Invoice, at instant: Int64) {
        invoice.pay(at: instant, paymentIntent: nil, charge: nil)
        invoice.paidOutOfBand = true
        tell("invoice.payment_succeeded", .invoice(invoice), at: instant)
    }

    private mutating func intent(for invoice: Invoice, at instant: Int64) -> PaymentIntent {
        let id = "pi_3" + random.token(length: 23)
        var intent = PaymentIntent(id, amount: invoice.amountDue, at: instant, charge: nil)
        intent.customer = invoice.customer
        intent.invoice = invoice.id
        return intent
    }

    private mutating func charge(for intent: PaymentIntent, of invoice: Invoice, at instant: Int64) -> Charge {
        let id = "ch_3" + random.token(length: 23)
        var charge = Charge(id, amount: intent.amount, at: instant, paymentIntent: intent.id)
        charge.customer = invoice.customer
        charge.invoice = invoice.id
        return charge
    }

    private mutating func record(_ invoice: Invoice, paidBy intent: String, status: String, at instant: Int64) {
        let id = "inpay_1" + random.token(length: 23)
        account.invoicePayments.append(
            InvoicePayment(id, of: invoice.id, by: intent, amount: invoice.amountDue, at: instant, status: status)
        )
    }
}
