import StripeSimulator

/// The same trade as it should have gone: all that somebody can mend is mended, at Stripe and in the ledger.
extension World {
    var mended: World {
        var world = self
        let rows = rows
        guard let buyer = rows.users.first, let package = rows.packages.first else { return world }
        for place in stories.indices {
            var story = Story(stories[place].title)
            if place == stories.startIndex { story.rows = stories[place].rows.compactMap(\.mended) }
            if story.title.hasPrefix("stray movement") { story.rows = stories[place].rows.flatMap(\.takenBack) }
            let isSale = story.title.hasPrefix("sale")
            for object in stories[place].objects {
                switch object {
                case .session(let session) where isSale: story.mend(session, for: buyer, package)
                case .intent(let intent) where !isSale || !isPaidFor(intent, in: stories[place]): story.mend(intent)
                case .charge(let charge) where !isSale || charge.status == "failed": story.mend(charge)
                case .invoice(let invoice): story.mend(invoice)
                case .subscription(let subscription): story.mend(subscription, for: buyer, keepsIt: ledger == .extended)
                case .session, .invoicePayment, .event, .customer: story.objects.append(object)
                // Money that went back is the mended trade's no more.
                case .intent, .charge, .refund, .dispute: break
                }
            }
            world.stories[place] = story
        }
        world.stories.numberPurchases()
        return world
    }

    private func isPaidFor(_ intent: PaymentIntent, in story: Story) -> Bool {
        story.objects.contains { object in
            guard case .session(let session) = object else { return false }
            return session.paymentIntent == intent.id && session.paymentStatus == "paid"
        }
    }
}

extension LedgerRow {
    /// Buyers and packages stay; balances are the journal's, and providers can serve everybody.
    fileprivate var mended: LedgerRow? {
        switch self {
        case .balance: return nil
        case .provider(var provider):
            provider.balance = 2_000_000_000
            return .provider(provider)
        default: return self
        }
    }

    /// What was given for a session that never was is taken back by a further movement; nothing is erased.
    fileprivate var takenBack: [LedgerRow] {
        switch self {
        case .movement(let movement) where movement.reference?.hasPrefix("cs_test_invented") == true:
            var back = movement
            back.credits = -movement.credits
            return [self, .movement(back)]
        case .purchase(var purchase):
            purchase.status = "cancelled"
            return [.purchase(purchase)]
        default: return []
        }
    }
}

extension Story {
    /// A sale to that buyer of that package; paid, it is charged, granted and logged.
    fileprivate mutating func mend(_ old: CheckoutSession, for buyer: String, _ package: PackageRow) {
        var session = old
        session.metadata = [
            "type": "credit_purchase", "user_id": .string(buyer), "package_id": .string(package.id),
            "credits": .string("\(package.credits)"),
        ]
        session.clientReferenceID = nil
        session.customer = nil
        session.presentment = nil
        session.currencyConversion = .null
        if session.currency == "usd" {
            session.amountSubtotal = package.priceInCents
            session.amountDiscount = 0
            session.amountTax = 0
            session.amountTotal = session.paymentStatus == "no_payment_required" ? 0 : package.priceInCents
        }
        objects.append(.session(session))
        let isGranted = session.paymentStatus != "unpaid"
        let total = session.amountTotal ?? 0
        let currency = session.currency ?? "usd"
        let checkout = CheckoutRow(
            session: session.id,
            user: buyer,
            package: package.id,
            credits: package.credits,
            status: isGranted ? "completed" : session.status == "expired" ? "expired" : "created",
            createdAt: session.created
        )
        rows.append(.checkout(checkout))
        guard isGranted else { return }
        let at = session.created + 60
        let purchase = PurchaseRow(
            session: session.id,
            user: buyer,
            credits: package.credits,
            amount: MinorUnits.major(total, currency),
            status: "completed",
            createdAt: at
        )
        rows += [
            .purchase(purchase),
            .movement(MovementRow(user: buyer, credits: package.credits, reference: session.id, createdAt: at)),
        ]
        guard let intent = session.paymentIntent else { return }
        let charge = "ch_" + intent.dropFirst(3)
        mend(PaymentIntent(intent, amount: total, currency: currency, at: at, charge: charge))
        objects.append(.charge(Charge(charge, amount: total, currency: currency, at: at, paymentIntent: intent)))
    }

    /// An intent that is logged as it is.
    fileprivate mutating func mend(_ intent: PaymentIntent) {
        let status =
            switch intent.status {
            case "succeeded": "succeeded"
            case "canceled": "cancelled"
            default: "failed"
            }
        objects.append(.intent(intent))
        let row = PaymentRow(
            intent: intent.id,
            amount: MinorUnits.major(intent.amount, intent.currency),
            currency: intent.currency,
            status: status
        )
        rows.append(.payment(row))
    }

    /// A charge that pays an invoice where nothing else explains it. That it failed stays a fact.
    fileprivate mutating func mend(_ charge: Charge) {
        objects.append(.charge(charge))
        guard title.hasPrefix("charge"), charge.status == "succeeded", charge.captured else { return }
        var invoice = Invoice("in_" + charge.id.dropFirst(3), amount: charge.amount, at: charge.created)
        invoice.pay(at: charge.created, paymentIntent: charge.paymentIntent, charge: charge.id)
        var payment = InvoicePayment(
            "inpay_" + charge.id.dropFirst(3),
            of: invoice.id,
            by: charge.paymentIntent ?? charge.id,
            amount: charge.amount,
            at: charge.created
        )
        if charge.paymentIntent == nil { payment.paymentType = "charge" }
        objects.append(.invoicePayment(payment))
        mend(invoice)
    }

    /// An invoice that nobody waits for, logged as it is.
    fileprivate mutating func mend(_ old: Invoice) {
        var invoice = old
        if invoice.status == "open" {
            invoice.attemptCount = 0
            invoice.dueDate = nil
        }
        objects.append(.invoice(invoice))
        let row = InvoiceRow(
            invoice: invoice.id,
            amountPaid: MinorUnits.major(invoice.amountPaid, invoice.currency),
            amountDue: MinorUnits.major(invoice.amountDue, invoice.currency),
            currency: invoice.currency,
            status: invoice.status
        )
        rows.append(.invoice(row))
    }

    fileprivate mutating func mend(_ subscription: Subscription, for buyer: String, keepsIt: Bool) {
        objects.append(.subscription(subscription))
        guard keepsIt else { return }
        let row = SubscriptionRow(subscription: subscription.id, user: buyer, status: subscription.status)
        rows.append(.subscription(row))
    }
}
