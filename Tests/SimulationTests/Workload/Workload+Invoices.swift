import StripeSimulator

/// Subscriptions and what is billed for them.
extension Workload {
    /// A subscription that was bought on a page: its invoice and the payment of that.
    mutating func subscription(_ number: Int) -> Story {
        var story = Story("subscription \(number)")
        let at = random.draw(period.lowerBound - .day..<period.upperBound)
        var session = CheckoutSession("cs_test_\(number)", amount: 900, at: at, metadata: ["type": "subscription"])
        session.mode = "subscription"
        session.invoice = "in_\(number)"
        session.subscription = "sub_\(number)"
        session.complete(paymentStatus: "paid")
        story.objects.append(.session(session))
        subscribe(number, since: at, &story)
        bill(number, at: at + 60, isPaid: true, &story)
        if random.isOne(of: 15) {
            let monthly = MovementRow(
                user: random.one(of: buyers),
                credits: 50,
                reference: random.one(of: ["in_\(number)", session.id]),
                createdAt: at + 120
            )
            story.rows.append(.movement(monthly))
        }
        return story
    }

    /// The subscription itself, whatever its age, and the application's word on it.
    private mutating func subscribe(_ number: Int, since at: Int64, _ story: inout Story) {
        let began = random.isOne(of: 30) ? at - 700 * .day : at
        var subscription = Subscription("sub_\(number)", customer: "cus_\(number)", amount: 900, at: began)
        subscription.status = random.choose((6, "active"), (3, "canceled"), (1, "past_due"), (1, "paused"))
        if subscription.status == "canceled" { subscription.canceledAt = began + 30 * .day }
        story.objects.append(.subscription(subscription))
        guard ledger == .extended, random.isOne(of: 85) else { return }
        let isSpelledOtherwise = subscription.status == "canceled" && random.isOne(of: 50)
        let row = SubscriptionRow(
            subscription: subscription.id,
            user: random.one(of: buyers),
            status: random.choose(
                (8, isSpelledOtherwise ? "cancelled" : subscription.status),
                (1, "active"),
                (1, "cancelled"),
                (1, String?.none)
            )
        )
        story.rows.append(.subscription(row))
    }

    /// An invoice without a page, in any of its states; some were made before the period and are paid in it.
    mutating func invoice(_ number: Int) -> Story {
        var story = Story("invoice \(number)")
        let at = random.isOne(of: 20) ? period.lowerBound - 20 * .day : random.draw(period)
        bill(number, at: at, isPaid: random.isOne(of: 60), &story)
        return story
    }

    private mutating func bill(_ number: Int, at: Int64, isPaid: Bool, _ story: inout Story) {
        let currency = random.choose((70, "usd"), (12, "jpy"), (6, "isk"), (6, "ugx"), (6, "kwd"))
        var invoice = Invoice("in_\(number)", amount: 900, currency: currency, at: at, subscription: "sub_\(number)")
        if random.isOne(of: 30) { invoice.dueDate = at + random.draw(Int64.day..<20 * .day) }
        if isPaid, random.isOne(of: 15) {
            payOutsideStripe(&invoice, &story)
        } else if isPaid {
            pay(&invoice, number, &story)
        } else {
            leaveUnpaid(&invoice)
        }
        story.objects.append(.invoice(invoice))
        log(invoice, &story)
    }

    /// Out of band: before basil that counted as nothing paid; from then on a payment record says so.
    private mutating func payOutsideStripe(_ invoice: inout Invoice, _ story: inout Story) {
        invoice.pay(at: invoice.created + 90, paymentIntent: nil, charge: nil)
        invoice.paidOutOfBand = true
        guard random.isOne(of: 50) else { return invoice.amountPaid = 0 }
        var payment = InvoicePayment(
            "inpay_" + invoice.id,
            of: invoice.id,
            by: "inpr_" + invoice.id,
            amount: invoice.amountPaid,
            currency: invoice.currency,
            at: invoice.created + 90
        )
        payment.paymentType = "payment_record"
        story.objects.append(.invoicePayment(payment))
    }

    /// Paid by cards, now and then in two parts.
    private mutating func pay(_ invoice: inout Invoice, _ number: Int, _ story: inout Story) {
        let paidAt = max(invoice.created + 90, period.lowerBound + 90)
        let parts: [Int64] = random.isOne(of: 15) ? [400, 500] : [900]
        for (part, amount) in parts.enumerated() {
            let name = "\(number)_\(part)"
            let intent = PaymentIntent(
                "pi_" + name,
                amount: amount,
                currency: invoice.currency,
                at: paidAt,
                charge: "ch_" + name
            )
            let charge = Charge(
                "ch_" + name,
                amount: amount,
                currency: invoice.currency,
                at: paidAt,
                paymentIntent: intent.id
            )
            let payment = InvoicePayment(
                "inpay_" + name,
                of: invoice.id,
                by: intent.id,
                amount: amount,
                currency: invoice.currency,
                at: paidAt
            )
            story.objects += [.intent(intent), .charge(charge), .invoicePayment(payment)]
            logPayment(intent.id, amount, invoice.currency, &story)
        }
        invoice.pay(at: paidAt, paymentIntent: "pi_\(number)_0", charge: "ch_\(number)_0")
    }

    private mutating func leaveUnpaid(_ invoice: inout Invoice) {
        invoice.finalize(at: invoice.created + 60)
        invoice.status = random.one(of: ["open", "open", "open", "draft", "void", "uncollectible", nil, "frozen"])
        if random.isOne(of: 50) { invoice.attemptCount = 2 }
        if invoice.status == "open", random.isOne(of: 20) { invoice.amountPaid = 400 }
        if random.isOne(of: 5) { invoice.dueDate = period.upperBound }
    }

    /// What the invoice log says, mostly the truth.
    private mutating func log(_ invoice: Invoice, _ story: inout Story) {
        guard random.isOne(of: invoice.status == "paid" ? 85 : 60) else { return }
        let status = random.isOne(of: 75) ? invoice.status : random.one(of: ["payment_failed", "open", "paid", nil])
        // The handler divides by 100 whatever the currency is; some rows were mended since.
        let isNaive = random.isOne(of: 25)
        let paid = random.choose((84, invoice.amountPaid), (6, 400), (6, 900), (4, Int64?.none))
        let row = InvoiceRow(
            invoice: invoice.id,
            amountPaid: paid.map { MinorUnits.major($0, isNaive ? "usd" : invoice.currency) },
            amountDue: MinorUnits.major(invoice.amountDue, invoice.currency),
            currency: invoice.currency,
            status: status
        )
        story.rows.append(.invoice(row))
    }
}
