import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// When things happen at Stripe, and when a run gets to see them.
@Suite struct TimeTests {
    private static let day: Int64 = 86_400

    /// The page was opened an hour before the period began, and paid in it.
    @Test func aSessionOfTheDayBeforeThatIsPaidInThePeriod() async throws {
        let books = try await Books.open()
        let since = Books.noon - 5 * Self.day
        try books.sell("A", at: since - 3_600, entries: .ungranted)
        books.stripe {
            $0.charges["ch_A"].created = since + 60
            $0.paymentIntents["pi_A"].created = since + 60
        }
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
    }

    /// A bank transfer settles after a week: the page is in no list any more, and was an open item all the while.
    @Test func aDelayedPaymentThatSettlesWhenItsSessionIsInNoList() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe {
            $0.checkoutSessions[sale.session].paymentStatus = "unpaid"
            $0.charges[sale.charge].status = "pending"
        }
        #expect(try await books.night(applies: true).granted == [])
        let open: Statement = "SELECT stripe_id || ' ' || reason AS line FROM tieout.open_item ORDER BY 1"
        #expect(try books.lines(open) == ["ch_A pending", "cs_test_A awaiting_payment"])

        let week = try books.later(by: 7 * Self.day)
        #expect(try await week.night(applies: true).granted == [], "still not settled")
        #expect(try books.lines(open) == ["ch_A pending", "cs_test_A awaiting_payment"])

        books.stripe {
            $0.checkoutSessions[sale.session].paymentStatus = "paid"
            $0.charges[sale.charge].status = "succeeded"
        }
        let twoWeeks = try books.later(by: 14 * Self.day)
        #expect(try await twoWeeks.night(applies: true).granted == ["cs_test_A 50"])
        #expect(try await twoWeeks.night(applies: true).found == [])
        #expect(try books.lines(open) == [], "what is final is looked at no more")
    }

    /// What was open and is final leaves the list of open items, though all runs ended in one second.
    @Test func anOpenItemThatSettlesInTheSecondInWhichItWasLookedAt() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { $0.checkoutSessions[sale.session].paymentStatus = "unpaid" }
        let now = try await books.ledger.databaseNow()
        try await books.night(applies: true, at: now)
        let open: Statement = "SELECT stripe_id || ' ' || reason AS line FROM tieout.open_item ORDER BY 1"
        #expect(try books.lines(open) == ["cs_test_A awaiting_payment"])

        books.stripe { $0.checkoutSessions[sale.session].paymentStatus = "paid" }
        #expect(try await books.night(applies: true, at: now).granted == ["cs_test_A 50"])
        #expect(try books.lines(open) == [])
    }

    /// What a run asks for by id is bounded; what is left out has a name and is judged when it is asked for.
    @Test func parentsOutsideThePeriodAreReadAsFarAsTheBudgetGoes() async throws {
        let books = try await Books.open()
        for number in 1...3 {
            let sale = try books.sell("\(number)", at: Books.noon - 30 * Self.day)
            books.stripe { _ = $0.refund(sale.charge, at: Books.noon) }
        }
        let poor = try await books.night(lookUps: 2)
        #expect(poor.conservation.fetched[.charge] == 2)
        #expect(poor.conservation.exclusions(.refund) == ["parent_outside_period": 1])
        #expect(poor.breaks == [])
        let rich = try await books.night()
        #expect(rich.findings.map(\.kind) == [.refundNotReversed, .refundNotReversed, .refundNotReversed])
        #expect(rich.conservation.exclusions(.refund) == [:])
    }

    // MARK: The life of a finding

    private static func finding(_ books: Books) throws -> [String] {
        try books.lines(
            """
            SELECT concat_ws(' ', kind, status, extract(epoch FROM first_seen)::bigint,
                extract(epoch FROM last_seen)::bigint) AS line
            FROM tieout.finding ORDER BY 1
            """
        )
    }

    /// It keeps its first date while it stays, is gone when its record was examined again, and open again when it returns.
    @Test func aFindingAgesGoesAndReturnsUnderItsFirstDate() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment, .movement])
        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 19.99")
        let first = Instant(secondsSinceEpoch: Books.noon + 10 * Self.day)
        try await books.night(at: first)
        try await books.night(at: first + .day)
        let (one, two) = (first.secondsSinceEpoch, (first + .day).secondsSinceEpoch)
        #expect(try Self.finding(books) == ["amount_mismatch open \(one) \(two)"])

        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 20.00")
        try await books.night(at: first + 2 * .day)
        #expect(try Self.finding(books) == ["amount_mismatch gone \(one) \(two)"])

        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 19.99")
        try await books.night(at: first + 3 * .day)
        let four = (first + 3 * .day).secondsSinceEpoch
        #expect(try Self.finding(books) == ["amount_mismatch open \(one) \(four)"])
    }

    /// Stripe was asked for everything but this: what was not examined is not closed.
    @Test func aFindingWhoseRecordWasNotExaminedStaysOpen() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .purchase, .payment, .movement])
        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 19.99")
        let first = Instant(secondsSinceEpoch: Books.noon + 10 * Self.day)
        try await books.night(at: first)
        let before = try Self.finding(books)
        #expect(before.count == 1)

        // Mended, and a month later without a single look-up.
        try books.sql("UPDATE public.user_credit_purchases SET amount_paid_usd = 20.00")
        let later = try books.later(by: 30 * Self.day)
        try await later.night(at: first + 30 * .day, lookUps: 0)
        #expect(try Self.finding(books) == before)
        try await later.night(at: first + 31 * .day)
        #expect(try Self.finding(books).map { $0.contains(" gone ") } == [true])
    }

    // MARK: A log row that is out of date moves no sale

    /// The sale was refunded before any grant: excluded in the plan, while its checkout row is stale, and after the sync.
    @Test func aStaleCheckoutRowLeavesTheSaleInItsLine() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 600) }
        try books.sql("UPDATE public.checkout_sessions SET status = 'created'")
        let plan = try await books.night()
        #expect(plan.found == ["stale_checkout cs_test_A: created instead of completed"])
        let applied = try await books.night(applies: true)
        #expect(applied.left == [])
        for night in [plan, applied] {
            #expect(night.breaks == [])
            #expect(night.tieOut.map(\.excluded.count) == [1])
            #expect(night.tieOut.map(\.found.count) == [0])
        }
    }
}
