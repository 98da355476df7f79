import Reconciliation
import StripeSimulator
import Testing

/// Nothing that Stripe has falls out, in any world.
@Suite struct ConservationPropertyTests {
    @Test func everyRecordIsCountedOnceWithItsMoney() async throws {
        var kinds: Set<RecordKind> = []
        try await World.each { world, simulation in
            let night = try await simulation.holding(world).night(in: world)
            let accounted = Tally(night.conservation.lines)
            #expect(accounted == Tally(Sight(of: world)), "seed \(world.seed)")
            #expect(night.conservation.breaks == [], "seed \(world.seed)")
            kinds.formUnion(night.conservation.lines.map(\.kind))
        }
        if Seeds.some.count > 1 { #expect(kinds == Set(RecordKind.allCases), "some kind of record never occurs") }
    }
}

/// How many records there are of each kind and currency, and their money in minor units: `charge usd` 3 and 6000.
private struct Tally: Equatable {
    private var counts: [String: Int64] = [:]
    private var sums: [String: Int64] = [:]

    /// What the run accounts for, wherever it ended up.
    init(_ lines: [ConservationLine]) {
        for line in lines { add(line.kind, line.currency?.code, line.amountMinor, count: line.count) }
    }

    /// What a run gets to see.
    init(_ sight: Sight) {
        for charge in sight.charges { add(.charge, charge.currency, charge.amount) }
        for session in sight.sessions { add(.checkoutSession, session.currency, session.amountTotal ?? 0) }
        for invoice in sight.invoices { add(.invoice, invoice.currency, invoice.amountDue) }
        for refund in sight.refunds { add(.refund, refund.currency, refund.amount) }
        for dispute in sight.disputes { add(.dispute, dispute.currency, dispute.amount) }
        for intent in sight.intents { add(.paymentIntent, intent.currency, intent.amount) }
        for _ in sight.events { add(.event, nil, 0) }
        for payment in sight.invoicePayments { add(.invoicePayment, payment.currency, payment.amountPaid ?? 0) }
        for _ in sight.subscriptions { add(.subscription, nil, 0) }
        for _ in sight.customers { add(.customer, nil, 0) }
    }

    private mutating func add(_ kind: RecordKind, _ currency: String?, _ amount: Int64, count: Int64 = 1) {
        let key = "\(kind.rawValue) \(currency ?? "-")"
        counts[key, default: 0] += count
        sums[key, default: 0] += amount
    }
}
