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

    @Test func aCursorThatIsGoneBreaksAListThatTimeCannotCut() async throws {
        let month = SalesMonth(seed: 7, ending: 1_764_000_000, sessions: 300)
        let stripe = try AccountOnThisMachine(month.account, pageLimit: 5) { $0.hasCursor ? .missingCursor : nil }

        let error = await #expect(throws: StripeError.self) { try await stripe.ids(.invoicePayment) }

        guard case .brokenList = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func cursorsThatAreAllGoneLoseNothing() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1_000)) { $0.hasCursor ? .missingCursor : nil }

        #expect(try await stripe.ids(.refund) == (0..<1_000).reversed().map { "re_\($0)" })
    }

    @Test func aSecondThatFillsPagesNeedsItsCursors() async throws {
        var account = StripeAccount()
        for number in 0..<250 {
            account.refunds.append(
                Refund("re_\(number)", of: "ch_1", paymentIntent: nil, amount: 100, at: 1_700_000_000)
            )
        }
        let gone = try AccountOnThisMachine(account) { $0.hasCursor ? .missingCursor : nil }
        let there = try AccountOnThisMachine(account)

        let error = await #expect(throws: StripeError.self) { try await gone.ids(.refund) }

        guard case .brokenList = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(Set(try await there.ids(.refund)).count == 250)
    }

    @Test func aSliceGoesOnWhereItWasKept() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250))
        let span = Instant(secondsSinceEpoch: 1_700_000_000)..<Instant(secondsSinceEpoch: 1_700_001_000)
        let kept = SliceProgress(
            number: 0,
            kind: .refund,
            created: span,
            cursorID: "re_150",
            cursorCreated: Instant(secondsSinceEpoch: 1_700_000_050),
            isComplete: false
        )
        let left = ListSlice.remaining(of: .refund, created: span, filters: [], stored: [kept])

        var rest: [String] = []
        var listing = ParallelListing(left, client: stripe.client, readersPerList: 1)
        try await listing.run { listed in rest += (0..<listed.page.count).map(listed.page.id) }

        #expect(rest == (0..<150).reversed().map { "re_\($0)" })
        #expect(listing.progress.map(\.isComplete) == [true])
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
            case .customer: month.customers.map(\.id)
            }
        #expect(!expected.isEmpty)
        #expect(ids.count == expected.count)
        #expect(Set(ids) == Set(expected))
    }
}
