/// Credit purchases: from the page to the money and to what becomes of it.
extension MonthAuthor {
    mutating func sellCredits(_ opening: Opening) {
        let leaves = opening.story == .buyerDeleted && opening.at + 3 * 86_400 < options.ending
        let buyer = leaves ? signUp(before: opening.at) : someBuyer()
        var session = openPage(for: buyer, opening)
        let paidAt = opening.at + random.among(40...600)
        switch opening.story {
        case .abandoned: abandon(session)
        case .abandonedAfterDecline:
            decline(session, attempts: 1 + random.below(2), at: paidAt)
            abandon(session)
        case .free:
            session.amountDiscount = session.amountSubtotal ?? 0
            session.amountTotal = 0
            session.complete(paymentStatus: "no_payment_required")
            account.checkoutSessions.append(session)
            tell("checkout.session.completed", .checkoutSession(session), at: paidAt)
        case .settledLater, .settlementFailed: payLater(session, opening, at: paidAt)
        default:
            let charge = pay(&session, opening.story, at: paidAt)
            use(opening.story, session, buyer, at: paidAt)
            follow(opening.story, charge, at: paidAt)
            if leaves { happen(.deleteBuyer(id: buyer.id, at: paidAt + 2 * 86_400)) }
        }
    }

    /// The page with its price, discount, tax and metadata; the application writes down its promise.
    private mutating func openPage(for buyer: Buyer, _ opening: Opening) -> CheckoutSession {
        let package = somePackage()
        let story = opening.story
        let price = package.price(in: story.currency)
        let id = (options.livemode ? "cs_live_a1" : "cs_test_a1") + random.token(length: 56)
        var session = CheckoutSession(id, amount: price, currency: story.currency, at: opening.at)
        session.metadata = metadata(buyer, package, opening)
        session.email = buyer.email
        session.customer = random.chance(perMille: 600) ? buyer.customer : nil
        session.clientReferenceID = story == .withoutUser ? nil : buyer.id
        if story == .paidWithDiscount { session.amountDiscount = price / 5 }
        if story == .paidWithTax { session.amountTax = price / 5 }
        session.amountTotal = price - session.amountDiscount + session.amountTax
        if story == .paidAsPresented {
            session.presentment = PresentmentDetails(amount: price * 79 / 100, currency: "gbp")
        }
        guard story != .withoutUser else { return session }
        let promise = CheckoutPromise(
            user: buyer.id,
            session: id,
            package: package.id,
            credits: package.credits,
            price: price,
            currency: story.currency,
            openedAt: opening.at,
            expiresAt: session.expiresAt
        )
        happen(.openCheckout(promise))
        return session
    }

    private mutating func somePackage() -> CreditPackage {
        let lot = random.below(100)
        return CreditPackage.all[lot < 40 ? 0 : lot < 75 ? 1 : lot < 95 ? 2 : 3]
    }

    private func metadata(_ buyer: Buyer, _ package: CreditPackage, _ opening: Opening) -> JSON {
        let credits: JSON = opening.story == .unreadableCredits ? "abc" : .string("\(package.credits)")
        var metadata: JSON
        if opening.at < camelCaseSince {
            metadata = [
                "type": "credit_purchase", "user_id": .string(buyer.id), "package_id": .string(package.id),
                "credits": credits,
            ]
        } else {
            metadata = [
                "type": "credit_purchase", "userId": .string(buyer.id), "profileId": .string(buyer.id),
                "packageId": .string(package.id), "packageName": .string(package.name), "credits": credits,
                "priceUsd": .string("\(package.price)"),
            ]
        }
        if opening.story == .withoutUser {
            for key in ["user_id", "userId", "profileId"] { metadata[key] = nil }
        }
        return metadata
    }

    /// Nobody pays: after its day the page expires, if that day is over.
    private mutating func abandon(_ session: CheckoutSession) {
        var session = session
        if isWithinMonth(session.expiresAt) { session.status = "expired" }
        account.checkoutSessions.append(session)
        if session.status == "expired" {
            tell("checkout.session.expired", .checkoutSession(session), at: session.expiresAt)
        }
    }

    /// Credits that were granted are used: by two buyers in five, some of them, within three days.
    private mutating func use(_ story: Story, _ session: CheckoutSession, _ buyer: Buyer, at paidAt: Int64) {
        let isGranted = story != .functionError && story != .withoutUser && story != .unreadableCredits
        let isDown = options.outage.map { $0.lowerBound - 5 <= paidAt && paidAt < $0.upperBound } ?? false
        let at = paidAt + random.among(3_600...3 * 86_400)
        let credits = session.metadata["credits"]?.text.flatMap { Int64($0) } ?? 0
        guard isGranted, !isDown, story != .buyerDeleted, isWithinMonth(at), random.chance(perMille: 400) else {
            return
        }
        happen(.consume(Consumption(user: buyer.id, credits: random.among(1...credits), at: at)))
    }

    /// Money that goes back, or is asked back.
    private mutating func follow(_ story: Story, _ charge: String, at paidAt: Int64) {
        let later = paidAt + random.among(3_600...4 * 86_400)
        guard isWithinMonth(later) else { return }
        switch story {
        case .refunded: giveBack(charge, nil, "succeeded", at: later)
        case .partlyRefunded: giveBack(charge, account.charges[charge].amount * 2 / 5, "succeeded", at: later)
        case .refundPending: giveBack(charge, nil, "pending", at: later)
        case .refundFailed: giveBack(charge, nil, "failed", at: later)
        case .disputeWon: dispute(charge, "won", at: later)
        case .disputeLost: dispute(charge, "lost", at: later)
        case .disputeOpen: dispute(charge, random.chance(perMille: 500) ? "needs_response" : "under_review", at: later)
        default: break
        }
    }

    private mutating func giveBack(_ charge: String, _ amount: Int64?, _ status: String, at instant: Int64) {
        let id = "re_3" + random.token(length: 23)
        let refund = account.refund(charge, amount: amount, at: instant, status: status, id: id)
        tell("refund.created", .refund(refund), at: instant)
        if status != "failed" { tell("charge.refunded", .charge(account.charges[charge]), at: instant) }
    }

    private mutating func dispute(_ charge: String, _ status: String, at instant: Int64) {
        let id = "dp_1" + random.token(length: 23)
        let dispute = account.dispute(charge, at: instant, status: status, id: id)
        var opened = dispute
        opened.status = "needs_response"
        tell("charge.dispute.created", .dispute(opened), at: instant)
        let closedAt = instant + 2 * 86_400
        guard status == "won" || status == "lost" else { return }
        if isWithinMonth(closedAt) { tell("charge.dispute.closed", .dispute(dispute), at: closedAt) }
    }
}
