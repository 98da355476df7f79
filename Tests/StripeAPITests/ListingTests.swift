import HTTPTransport
import Reconciliation
import StripeSimulator
import Testing

@testable import StripeAPI

/// What the account holds, and what a list delivers.
@Suite struct ListingTests {
    @Test(arguments: [0, 1, 99, 100, 101, 250, 300])
    func everyRecordComesOnceNewestFirst(count: Int) async throws {
        let stripe = try AccountOnThisMachine(.refunds(count))

        #expect(try await stripe.ids(.refund) == (0..<count).reversed().map { "re_\($0)" })
    }

    @Test func pagesFollowEachOther() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250))

        _ = try await stripe.ids(.refund, created: 1_700_000_000..<1_800_000_000)

        let span = "/v1/refunds?created[gte]=1700000000&created[lt]=1800000000"
        #expect(
            stripe.requests == [
                "\(span)&limit=100", "\(span)&starting_after=re_150&limit=100",
                "\(span)&starting_after=re_50&limit=100",
            ]
        )
        #expect(stripe.server.requests.allSatisfy { $0.version == "2025-08-27.basil" })
    }

    @Test func aSpanIsHalfOpen() async throws {
        let stripe = try AccountOnThisMachine(.refunds(30))

        let ids = try await stripe.ids(.refund, created: 1_700_000_002..<1_700_000_004)

        #expect(ids == ["re_11", "re_10", "re_9", "re_8", "re_7", "re_6"])
    }

    @Test func adjacentSpansShareNothingAndMissNothing() async throws {
        let stripe = try AccountOnThisMachine(.refunds(400))
        let cuts: [Int64] = [1_700_000_000, 1_700_000_001, 1_700_000_040, 1_700_000_041, 1_700_000_134]

        var ids: [String] = []
        for (lower, upper) in zip(cuts, cuts.dropFirst()) {
            ids += try await stripe.ids(.refund, created: lower..<upper)
        }

        #expect(ids.count == 400)
        #expect(Set(ids) == Set((0..<400).map { "re_\($0)" }))
    }

    @Test func recordsThatAppearWhilePagingDisturbNothing() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250))
        var ids: [String] = []
        var next = 250

        try await stripe.client.list(.refund) { page in
            ids += (0..<page.count).map(page.id)
            let numbers = next..<next + 7
            stripe.server.account.update { account in numbers.forEach { account.addRefund($0) } }
            next += 7
        }

        #expect(ids == (0..<250).reversed().map { "re_\($0)" })
    }

    @Test func aCursorWhoseObjectIsGoneIsGoneAround() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250))
        var ids: [String] = []

        try await stripe.client.list(.refund) { page in
            ids += (0..<page.count).map(page.id)
            let last = page.id(row: page.count - 1)
            stripe.server.account.update { $0.refunds.remove(last) }
        }

        #expect(ids == (0..<250).reversed().map { "re_\($0)" })
    }

    @Test func aSliceGoesOnWhereItWasKept() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250))
        var walk = stripe.client.walk(ListSlice(.refund))
        _ = try await walk.nextPage()
        let kept = walk.slice

        var rest: [String] = []
        var resumed = stripe.client.walk(kept)
        while let page = try await resumed.nextPage() { rest += (0..<page.count).map(page.id) }

        #expect(rest == (0..<150).reversed().map { "re_\($0)" })
        #expect(resumed.slice.isComplete)
        #expect(!kept.isComplete)
    }

    @Test func filtersNarrowAList() async throws {
        var account = StripeAccount()
        let sale = account.addSale("A", of: 2_000, at: 1_700_000_000)
        account.addSale("B", of: 3_000, at: 1_700_000_100)
        let stripe = try AccountOnThisMachine(account)

        #expect(try await stripe.client.checkoutSessions(paymentIntent: sale.paymentIntent).id(row: 0) == sale.session)
        #expect(
            try await stripe.ids(.event, filters: ListFilter.eventTypes(["checkout.session.completed"]))
                == ["evt_cs_test_B_checkout.session.completed", "evt_cs_test_A_checkout.session.completed"]
        )
    }

    @Test func invoicePaymentsAreCutToTheSpanHere() async throws {
        let month = SalesMonth(seed: 7, ending: 1_764_000_000, sessions: 300)
        let stripe = try AccountOnThisMachine(month.account)
        let span = month.options.ending - 20 * 86_400..<month.options.ending - 10 * 86_400

        let ids = try await stripe.ids(.invoicePayment, created: span)

        let expected = month.account.invoicePayments.filter { span.contains($0.created) }.map(\.id)
        #expect(!expected.isEmpty)
        #expect(Set(ids) == Set(expected))
        #expect(ids.count == expected.count)
        #expect(stripe.requests.allSatisfy { !$0.contains("created") })
    }

    /// Every kind of a whole month decodes: nothing that Stripe sends is refused by the schemas.
    @Test(arguments: RecordKind.allCases) func aMonthOfSales(kind: RecordKind) async throws {
        let month = SalesMonth(seed: 1, ending: 1_764_000_000, sessions: 400).account
        let stripe = try AccountOnThisMachine(month)

        let ids = try await stripe.ids(kind)

        let expected: [String] =
            switch kind {
            case .charge: month.charges.map(\.id)
            case .checkoutSession: month.checkoutSessions.map(\.id)
            case .invoice: month.invoices.map(\.id)
            case .refund: month.refunds.map(\.id)
            case .dispute: month.disputes.map(\.id)
            case .paymentIntent: month.paymentIntents.map(\.id)
            case .event: month.events.map(\.id)
            case .invoicePayment: month.invoicePayments.map(\.id)
            case .subscription: month.subscriptions.map(\.id)
            }
        #expect(!expected.isEmpty)
        #expect(ids.count == expected.count)
        #expect(Set(ids) == Set(expected))
    }
}
