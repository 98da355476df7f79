import StripeSimulator

/// What else goes on in the account and in the ledger.
extension Workload {
    /// Another product, a set-up page, or a mode that nobody knew when the rules were written.
    mutating func otherSession(_ number: Int) -> Story {
        var story = Story("other session \(number)")
        let at = random.draw(period.lowerBound..<period.upperBound - .hour)
        var session = CheckoutSession("cs_test_\(number)", amount: 4_900, at: at, metadata: ["type": "t_shirt"])
        switch random.draw(below: 4) {
        case 0:
            session.mode = "setup"
            session.amountTotal = nil
            session.amountSubtotal = nil
            session.currency = nil
            session.complete(paymentStatus: "no_payment_required")
        case 1:
            session.mode = "rental"
            session.complete(paymentStatus: "paid")
        default:
            session.complete(paymentStatus: "paid", paymentIntent: "pi_\(number)")
            let intent = PaymentIntent("pi_\(number)", amount: 4_900, at: at + 60, charge: "ch_\(number)")
            let charge = Charge("ch_\(number)", amount: 4_900, at: at + 60, paymentIntent: intent.id)
            story.objects += [.intent(intent), .charge(charge)]
            logPayment(intent.id, 4_900, "usd", &story)
        }
        story.objects.append(.session(session))
        return story
    }

    /// A charge that belongs to no page and no invoice.
    mutating func looseCharge(_ number: Int) -> Story {
        var story = Story("charge \(number)")
        let at = random.draw(period)
        let hasIntent = random.isOne(of: 80)
        var charge = Charge("ch_\(number)", amount: 700, at: at, paymentIntent: hasIntent ? "pi_\(number)" : nil)
        switch random.draw(below: 10) {
        case 0, 1: charge.fail()
        case 2: charge.status = "pending"
        case 3: charge.status = "paused"
        case 4: charge.captured = false
        default: break
        }
        story.objects.append(.charge(charge))
        guard hasIntent else { return story }
        var intent = PaymentIntent("pi_\(number)", amount: 700, at: at, charge: charge.id)
        if charge.status == "failed" { intent.status = random.one(of: ["requires_payment_method", "canceled"]) }
        if charge.status == "pending" { intent.startProcessing() }
        story.objects.append(.intent(intent))
        logPayment(intent.id, 700, "usd", &story)
        return story
    }

    /// A movement that no sale explains: a present, something used up, an invented or a foreign reference.
    mutating func strayMovement(_ number: Int) -> Story {
        var story = Story("stray movement \(number)")
        let at = random.draw(period)
        var row = MovementRow(user: random.one(of: buyers), credits: 50, reference: nil, createdAt: at)
        row.type = random.choose((3, "bonus"), (2, "adjustment"), (2, "purchase"))
        let invented = "cs_test_invented\(number)"
        switch random.draw(below: 10) {
        case 0: row.credits = random.one(of: [10, 50, 100, 500])
        case 1:
            row.type = "consume"
            row.credits = -1
            row.reference = random.one(of: [nil, "picture 7", "cs_test_\(random.draw(below: 20))"])
        case 2...4: row.reference = invented
        case 5:
            row.reference = invented
            var back = row
            back.credits = -row.credits
            story.rows.append(.movement(back))
        case 6:
            row.reference = random.one(of: ["pi_invented\(number)", "ch_invented\(number)", "in_invented\(number)"])
        case 7:
            row.reference = invented
            row.createdAt = period.lowerBound - 40 * .day
        default:
            let purchase = PurchaseRow(
                session: random.one(of: [invented, nil]),
                user: row.user,
                credits: 50,
                amount: "20.00",
                status: random.one(of: ["completed", "failed"]),
                createdAt: at
            )
            story.rows.append(.purchase(purchase))
            if random.isOne(of: 40) {
                row.type = "consume"
                row.credits = -1
                row.reference = invented
            }
        }
        story.rows.append(.movement(row))
        return story
    }
}
