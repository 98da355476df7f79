import StripeSimulator

/// A credit purchase while it is being made up.
struct SaleDraft {
    let number: Int
    let buyer: String
    let package: PackageRow
    let currency: String
    var session: CheckoutSession
    var paidAt: Int64
    var story: Story
    /// Minor units that went back for good.
    var returned: Int64 = 0

    var intent: String { "pi_\(number)" }
    var charge: String { "ch_\(number)" }
    /// What was paid, in minor units.
    var total: Int64 { session.amountTotal ?? 0 }
}

extension Workload {
    /// A sale of credits, from the page to the ledger.
    mutating func sale(_ number: Int) -> Story {
        var draft = page(number)
        switch random.choose((76, "paid"), (6, "free"), (5, "delayed"), (4, "failed"), (4, "open"), (5, "expired")) {
        case "paid": pay(&draft)
        case "free":
            draft.session.amountDiscount = draft.total
            draft.session.amountTotal = 0
            draft.session.complete(paymentStatus: "no_payment_required")
        case "delayed": delay(&draft, charge: "pending", intent: "processing")
        case "failed": delay(&draft, charge: "failed", intent: "requires_payment_method")
        case "expired": draft.session.status = "expired"
        default: break
        }
        draft.story.objects.insert(.session(draft.session), at: 0)
        enter(&draft)
        introduce(&draft)
        return draft.story
    }

    private mutating func page(_ number: Int) -> SaleDraft {
        let package = random.one(of: Self.packages)
        let buyer = random.isOne(of: 6) ? Self.deletedBuyer : random.one(of: buyers)
        let currency = random.isOne(of: 75) ? "usd" : random.one(of: ["jpy", "krw", "isk", "kwd", "bhd", "eur", "ugx"])
        let whole = Int64(package.price.prefix { $0 != "." }) ?? 0
        let scale: Int64 =
            switch MinorUnits.decimals(currency) {
            case 0: 150
            case 3: 1_000
            default: 100
            }
        let opened = openingInstant()
        var session = CheckoutSession(
            "cs_test_\(number)",
            amount: whole * scale,
            currency: currency,
            at: opened,
            metadata: metadata(buyer, package)
        )
        if random.isOne(of: 10) {
            session.amountDiscount = whole * scale / 5
            session.amountTotal = whole * scale - session.amountDiscount
        }
        if random.isOne(of: 5) {
            session.amountTax = 10
            session.amountTotal = (session.amountTotal ?? 0) + 10
        }
        speak(of: buyer, &session)
        let wait = random.choose((8, 60), (2, random.draw(60..<Int64.day)), (1, random.draw(Int64.day..<4 * .day)))
        return SaleDraft(
            number: number,
            buyer: buyer,
            package: package,
            currency: currency,
            session: session,
            paidAt: opened + wait,
            story: Story("sale \(number) of \(package.id) to \(buyer)")
        )
    }

    /// What else a page may say: the integration's reference, a tampered price, the buyer's own currency.
    private mutating func speak(of buyer: String, _ session: inout CheckoutSession) {
        switch random.draw(below: 100) {
        case 0..<3: session.clientReferenceID = random.one(of: [buyer, buyer.uppercased(), "cart 77"])
        case 3: session.clientReferenceID = random.one(of: buyers)
        case 4..<6:
            session.amountSubtotal = 1_000
            session.amountTotal = 1_000
        case 6..<9: session.presentment = PresentmentDetails(amount: 1_850, currency: "eur")
        case 9..<12:
            session.currencyConversion = [
                "amount_subtotal": .integer(random.choose((3, session.amountSubtotal ?? 0), (1, 1_000))),
                "amount_total": .integer(session.amountTotal ?? 0), "fx_rate": "1.08",
                "source_currency": .string(session.currency ?? "usd"),
            ]
            session.currency = "eur"
        default: break
        }
    }

    private mutating func openingInstant() -> Int64 {
        random.choose(
            (80, random.draw(period.lowerBound..<period.upperBound - .day)),
            (7, random.draw(period.lowerBound - .day..<period.lowerBound)),
            (4, random.draw(period.lowerBound - 4 * .day..<period.lowerBound - .day)),
            (6, random.draw(period.upperBound - 30 * .hour..<period.upperBound)),
            (1, period.lowerBound),
            (1, period.upperBound - 25 * .hour),
            (1, period.upperBound - 1)
        )
    }

    /// What the application wrote into the session's metadata, or what somebody else did.
    private mutating func metadata(_ buyer: String, _ package: PackageRow) -> JSON {
        var metadata: JSON = [
            "type": "credit_purchase", "user_id": .string(buyer), "package_id": .string(package.id),
            "credits": .string("\(package.credits)"),
        ]
        switch random.draw(below: 100) {
        case 0..<8:
            metadata = [
                "type": "credit_purchase", "userId": .string(buyer), "packageId": .string(package.id),
                "credits": .string("\(package.credits)"), "priceUsd": .string(package.price),
            ]
        case 8..<12: metadata["user_id"] = nil
        case 12..<15: metadata["credits"] = "abc"
        case 15..<19:
            metadata["credits"] = .string(random.one(of: ["0", "-5", " 50 ", "99999999999", "", "1e2", "５０"]))
        case 19..<22: metadata["user_id"] = .string(" \(buyer.uppercased()) ")
        case 22..<24: metadata["user_id"] = .string(random.one(of: buyers))
        case 24..<27: metadata["type"] = nil
        case 27: metadata = .null
        case 28: metadata["user_id"] = "not a user"
        case 29: metadata["note"] = #"'; DROP TABLE "users"; -- 💥 \ "#
        case 30..<32: metadata["credits"] = nil
        case 32: metadata["package_id"] = "gone"
        case 34..<37: metadata["package_id"] = .string(random.one(of: Self.packages).id)
        case 33: metadata["credits"] = .integer(package.credits)
        default: break
        }
        return metadata
    }

    /// The buyer pays: the intent, its attempts, and what becomes of the money afterwards.
    private mutating func pay(_ draft: inout SaleDraft) {
        draft.session.complete(paymentStatus: "paid", paymentIntent: draft.intent)
        let intent = PaymentIntent(
            draft.intent,
            amount: draft.total,
            currency: draft.currency,
            at: draft.paidAt - 30,
            charge: draft.charge
        )
        draft.story.objects.append(.intent(intent))
        if random.isOne(of: 8) {
            let declined = Charge.declined(
                draft.charge + "_declined",
                amount: draft.total,
                currency: draft.currency,
                at: draft.paidAt - 20,
                paymentIntent: draft.intent
            )
            draft.story.objects.append(.charge(declined))
        }
        var charge = Charge(
            draft.charge,
            amount: draft.total,
            currency: draft.currency,
            at: draft.paidAt,
            paymentIntent: draft.intent
        )
        var isThere = true
        switch random.draw(below: 100) {
        case 0..<3:
            charge.amount += 300
            charge.amountRefunded = 300
        case 3..<5:
            charge.captured = false
            charge.amountCaptured = 0
        case 5: charge.status = "pending"
        case 6..<8: isThere = false
        case 8..<11: charge.currency = random.one(of: ["usd", "eur", "gbp"])
        default: break
        }
        if let shown = draft.session.presentment, random.isOne(of: 70) { charge.currency = shown.currency }
        if let currency = draft.session.currency, currency != draft.currency, random.isOne(of: 50) {
            charge.currency = currency
        }
        if isThere { settle(charge, &draft) }
        if random.isOne(of: 85) {
            let event = Event(
                "evt_\(draft.number)",
                "checkout.session.completed",
                at: draft.paidAt,
                about: .checkoutSession(draft.session)
            )
            draft.story.objects.append(.event(event))
        }
        logPayment(draft.intent, draft.total, draft.currency, &draft.story)
    }

    /// A delayed method: the page is complete, the money is not there.
    private mutating func delay(_ draft: inout SaleDraft, charge status: String, intent: String) {
        draft.session.complete(paymentStatus: "unpaid", paymentIntent: draft.intent)
        var payment = PaymentIntent(
            draft.intent,
            amount: draft.total,
            currency: draft.currency,
            at: draft.paidAt,
            charge: draft.charge
        )
        payment.amountReceived = 0
        payment.status = intent
        var charge = Charge(
            draft.charge,
            amount: draft.total,
            currency: draft.currency,
            at: draft.paidAt,
            paymentIntent: draft.intent
        )
        if status == "failed" { charge.fail() } else { charge.status = status }
        draft.story.objects += [.intent(payment), .charge(charge)]
        logPayment(draft.intent, draft.total, draft.currency, &draft.story)
    }

    /// Money goes back, or is asked back.
    private mutating func settle(_ taken: Charge, _ draft: inout SaleDraft) {
        var account = StripeAccount()
        account.charges.append(taken)
        let later = draft.paidAt + random.draw(Int64.hour..<3 * .day)
        if taken.captured, taken.status == "succeeded", draft.total > 10 {
            switch random.draw(below: 100) {
            case 0..<3: account.refund(taken.id, amount: draft.total / 2, at: later)
            case 3: account.refund(taken.id, amount: random.draw(1..<draft.total), at: later)
            case 4..<6:
                account.refund(taken.id, amount: draft.total / 4, at: later)
                account.refund(taken.id, amount: draft.total / 4, at: later + 60)
            case 6..<10: account.refund(taken.id, amount: draft.total, at: later)
            case 10..<16:
                let status = random.one(of: ["failed", "pending", "canceled", "requires_action"])
                account.refund(taken.id, amount: draft.total, at: later, status: status)
            case 16..<18:
                account.refund(taken.id, amount: draft.total / 2, at: later)
                account.refund(taken.id, amount: draft.total - draft.total / 2, at: later + 60, status: "pending")
            case 18..<20:
                // Thirds that do not divide, and the last takes what is left.
                for part in 0..<3 {
                    let left = taken.amountCaptured - draft.total / 3 * 2
                    account.refund(taken.id, amount: part < 2 ? draft.total / 3 : left, at: later + Int64(part))
                }
            default: break
            }
            if random.isOne(of: 8) {
                let status = random.one(of: [
                    "needs_response", "under_review", "won", "won", "lost", "warning_closed", "prevented",
                ])
                let dispute = account.dispute(taken.id, at: later + 90, status: status).id
                if random.isOne(of: 25) { account.disputes[dispute].amount = max(draft.total / 3, 1) }
                if random.isOne(of: 20) { account.dispute(taken.id, at: later + 99, status: "lost", id: dispute + "b") }
            }
            forgetIntents(&account)
            draft.returned =
                account.refunds.filter { $0.status == "succeeded" }.reduce(0) { $0 + $1.amount }
                + account.disputes.filter { $0.status == "lost" }.reduce(0) { $0 + $1.amount }
        }
        draft.story.objects += account.charges.map { .charge($0) }
        draft.story.objects += account.refunds.map { .refund($0) } + account.disputes.map { .dispute($0) }
    }

    /// Refunds and disputes of older charges name the charge alone.
    private mutating func forgetIntents(_ account: inout StripeAccount) {
        guard random.isOne(of: 20) else { return }
        for refund in account.refunds { account.refunds[refund.id].paymentIntent = nil }
        for dispute in account.disputes { account.disputes[dispute.id].paymentIntent = nil }
    }

    /// What the payment log says of an intent, mostly the truth.
    mutating func logPayment(_ intent: String, _ amount: Int64, _ currency: String, _ story: inout Story) {
        guard random.isOne(of: 92) else { return }
        let status = random.choose(
            (84, "succeeded"),
            (7, "failed"),
            (4, "pending"),
            (3, "cancelled"),
            (2, String?.none)
        )
        let row = PaymentRow(
            intent: intent,
            amount: MinorUnits.major(amount, "usd"),
            currency: random.choose(
                (90, currency),
                (4, currency.uppercased()),
                (2, "usd"),
                (2, "eur"),
                (2, String?.none)
            ),
            status: status
        )
        story.rows.append(.payment(row))
    }
}
