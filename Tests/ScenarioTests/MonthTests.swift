import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// Whole months with an outage and every flaw, judged by a truth that is worked out independently of SQL.
@Suite struct MonthTests {
    private static func month(_ seed: UInt64) -> SalesMonth {
        SalesMonth(seed: seed, ending: Books.noon, sessions: 300)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func whatIsDueIsGrantedOnceAndNothingElse(_ seed: UInt64) async throws {
        let month = Self.month(seed)
        let due = month.truth.due.map { "\($0.session) \($0.user) \($0.credits)" }
        let books = try await Books.open(after: month)
        let before = try Self.journal(of: books)

        let plan = try await books.night()
        #expect(plan.breaks == [])
        #expect(try Self.journal(of: books) == before, "a plan writes nothing")
        #expect(Self.grants(plan.plan) == due)
        #expect(!due.isEmpty)

        let night = try await books.night(applies: true)
        #expect(night.breaks == [])
        #expect(night.unposted == [])
        let after = try Self.journal(of: books)
        #expect(Array(after.dropFirst(before.count)).sorted() == due)
        #expect(Array(after.prefix(before.count)) == before, "no earlier movement was touched")
        #expect(try books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])

        let second = try await books.night(applies: true)
        #expect(second.plan.allowed == [])
        #expect(second.breaks == [])
        #expect(try Self.journal(of: books) == after)
    }

    /// Stripe tells which of two objects of one second is newer by nothing but their place in the list.
    @Test func theOrderOfStripesObjectsDoesNotMatter() async throws {
        let month = Self.month(6)
        let inOrder = try await Books.open(after: month).night()
        let shuffled = try await Books.open(after: month, serving: month.account.shuffled(seed: 7)).night()
        #expect(inOrder.found == shuffled.found)
        #expect(Self.grants(inOrder.plan) == Self.grants(shuffled.plan))
        #expect(Set(inOrder.conservation.lines) == Set(shuffled.conservation.lines))
    }

    private static func grants(_ plan: CorrectionPlan) -> [String] {
        plan.allowedGrants.map { "\($0.stripeID) \($0.userID ?? "") \($0.credits ?? 0)" }.sorted()
    }

    /// Movements that gave credits, in the order in which they were written.
    private static func journal(of books: Books) throws -> [String] {
        try books.lines(
            """
            SELECT concat_ws(' ', reference_id, user_id, amount) AS line
            FROM public.credit_transactions WHERE type <> 'consume'
            ORDER BY created_at, reference_id, id
            """
        )
    }
}

extension StripeAccount {
    /// The same objects, added in another order.
    fileprivate func shuffled(seed: UInt64) -> StripeAccount {
        var order = SeededOrder(state: seed)
        var account = StripeAccount(livemode: livemode)
        for charge in charges.shuffled(using: &order) { account.charges.append(charge) }
        for session in checkoutSessions.shuffled(using: &order) { account.checkoutSessions.append(session) }
        for customer in customers.shuffled(using: &order) { account.customers.append(customer) }
        for dispute in disputes.shuffled(using: &order) { account.disputes.append(dispute) }
        for event in events.shuffled(using: &order) { account.events.append(event) }
        for invoice in invoices.shuffled(using: &order) { account.invoices.append(invoice) }
        for payment in invoicePayments.shuffled(using: &order) { account.invoicePayments.append(payment) }
        for intent in paymentIntents.shuffled(using: &order) { account.paymentIntents.append(intent) }
        for refund in refunds.shuffled(using: &order) { account.refunds.append(refund) }
        for subscription in subscriptions.shuffled(using: &order) { account.subscriptions.append(subscription) }
        return account
    }
}

/// Knuth's linear congruential generator: any order will do, the same one every time.
private struct SeededOrder: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
