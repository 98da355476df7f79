import StripeSimulator

/// What the application's handler, or a person, wrote into the ledger of a sale.
extension Workload {
    mutating func enter(_ draft: inout SaleDraft) {
        // Deleting a user takes all their rows along.
        guard draft.buyer != Self.deletedBuyer else { return }
        if random.isOne(of: 85) { draft.story.rows.append(.checkout(checkout(draft))) }
        let isPaid = draft.session.paymentStatus == "paid"
        if isPaid || draft.session.paymentStatus == "no_payment_required" && random.isOne(of: 60) {
            grant(&draft)
        } else {
            grantUnpaid(&draft)
        }
    }

    private mutating func checkout(_ draft: SaleDraft) -> CheckoutRow {
        var row = CheckoutRow(
            session: draft.session.id,
            user: draft.buyer,
            package: draft.package.id,
            credits: draft.package.credits,
            status: "completed",
            createdAt: draft.session.created
        )
        if draft.session.status != "complete" { row.status = random.one(of: ["created", "created", "expired"]) }
        switch random.draw(below: 100) {
        case 0..<20: row.status = random.one(of: ["created", "cancelled", "expired", nil])
        case 20..<23: row.credits += 25
        case 23: row.credits = random.one(of: [0, -50])
        case 24..<27: row.user = random.one(of: buyers)
        case 27..<31: row.package = nil
        case 31..<33: row.package = "gone"
        case 33..<35: row.package = random.one(of: Self.packages).id
        default: break
        }
        return row
    }

    private mutating func grant(_ draft: inout SaleDraft) {
        let at = draft.paidAt + random.draw(1..<120)
        let whole = movement(draft, at)
        let row = purchase(draft, at)
        var failed = row
        failed.status = "failed"
        failed.error = "deadlock detected"
        var half = whole
        half.credits /= 2
        var other = whole
        let rows: [LedgerRow]
        switch random.draw(below: 100) {
        case 0..<40: rows = [.movement(whole), .purchase(row)]
        case 40..<53: rows = []
        case 53..<58: rows = [.movement(whole)]
        case 58..<63: rows = [.purchase(failed)]
        case 63..<65: rows = [.movement(whole), .purchase(failed)]
        case 65..<67: rows = [.movement(whole), .purchase(failed), .purchase(row)]
        case 67..<70: rows = [.movement(whole), .purchase(row), .movement(whole), .purchase(row)]
        case 70..<74: rows = [.purchase(row)]
        case 74..<77:
            other.credits += 40
            rows = [.movement(other), .purchase(row)]
        case 77..<79:
            other.user = random.one(of: buyers)
            rows = [.movement(other), .purchase(row)]
        case 79..<81:
            other.credits -= half.credits
            rows = [.movement(half), .movement(other), .purchase(row)]
        case 81..<86:
            other.reference = random.one(of: [draft.intent, draft.charge, "evt_\(draft.number)"])
            rows = [.movement(other), .purchase(row)]
        case 86..<90:
            other.reference = nil
            other.metadata = random.one(of: [
                #"{"session": "\#(draft.session.id)"}"#, #"{"stripe": {"ids": ["\#(draft.session.id)"]}}"#,
            ])
            rows = [.movement(other)] + (random.isOne(of: 50) ? [.purchase(row)] : [])
        case 90..<92:
            other.reference = random.one(of: [nil, "", "order 77"])
            rows = [.movement(other)]
        case 92..<97: rows = takenBack(draft, whole, row)
        case 97:
            other.createdAt = nil
            rows = [.movement(other)]
        case 98:
            var wrong = row
            wrong.amount = MinorUnits.major(draft.total + 100_000, "usd")
            rows = [.movement(whole), .purchase(row), .purchase(wrong)]
        default:
            var pending = row
            pending.status = random.one(of: ["pending", "cancelled"])
            rows = [.purchase(pending)]
        }
        draft.story.rows += rows
        takeBackWhatWasReturned(&draft, whole)
    }

    /// Some applications take the credits back when the money goes back, and some of those miscount.
    private mutating func takeBackWhatWasReturned(_ draft: inout SaleDraft, _ whole: MovementRow) {
        guard draft.returned > 0, random.isOne(of: 50) else { return }
        var back = whole
        back.type = "refund"
        back.credits = -(whole.credits * min(draft.returned, draft.total) / draft.total)
        back.credits += random.choose((8, 0), (1, 1), (1, -1))
        guard back.credits < 0 else { return }
        back.createdAt = whole.createdAt.map { $0 + 4 * .day }
        draft.story.rows.append(.movement(back))
    }

    private mutating func takenBack(_ draft: SaleDraft, _ whole: MovementRow, _ row: PurchaseRow) -> [LedgerRow] {
        var back = whole
        back.type = random.one(of: ["refund", "adjustment"])
        back.credits = -whole.credits
        back.createdAt = whole.createdAt.map { $0 + .hour }
        var part = back
        part.credits = -whole.credits / 2
        return switch random.draw(below: 5) {
        case 0: [.movement(whole), .purchase(row), .movement(back)]
        case 1: [.movement(whole), .purchase(row), .movement(part)]
        case 2: [.movement(whole), .purchase(row), .movement(whole), .movement(back)]
        case 3: [.movement(back)]
        default: [.movement(whole), .movement(back)]
        }
    }

    private mutating func grantUnpaid(_ draft: inout SaleDraft) {
        let at = draft.paidAt + 60
        let whole = movement(draft, at)
        var back = whole
        back.type = "adjustment"
        back.credits = -whole.credits
        let row = purchase(draft, at)
        switch random.draw(below: 100) {
        case 0..<8: draft.story.rows += [.movement(whole), .purchase(row)]
        case 8..<11: draft.story.rows += [.movement(whole), .movement(back)]
        case 11..<14: draft.story.rows.append(.purchase(row))
        case 14..<16: draft.story.rows += [.movement(whole), .movement(whole)]
        default: break
        }
    }

    private func movement(_ draft: SaleDraft, _ at: Int64) -> MovementRow {
        MovementRow(user: draft.buyer, credits: draft.package.credits, reference: draft.session.id, createdAt: at)
    }

    private mutating func purchase(_ draft: SaleDraft, _ at: Int64) -> PurchaseRow {
        // The handler divides by 100 whatever the currency is; some rows were mended since.
        let isNaive = random.isOne(of: 25)
        return PurchaseRow(
            session: draft.session.id,
            user: draft.buyer,
            package: draft.package.id,
            credits: draft.package.credits,
            amount: MinorUnits.major(draft.total, isNaive ? "usd" : draft.currency),
            status: "completed",
            createdAt: at
        )
    }
}
