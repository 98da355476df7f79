import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// What the reports tell beside findings: what was sold, what was not paid, what went back, what was missed when.
@Suite struct AnalyticsTests {
    private static let day: Int64 = 86_400

    @Test func salesAreToldByDayPackageAndCurrencyAndAddUpToTheTieOut() async throws {
        let books = try await Books.open()
        let refunded = try books.sell("A")
        try books.sell("B", entries: .ungranted)
        try books.sell("C", "starter", credits: 10, for: 500, at: Books.noon - Self.day)
        try books.sell("D", for: 3_000, "jpy")
        // Before the period, and read because of its refund: what went back is told, the purchase is not.
        let old = try books.sell("old", at: Books.noon - 60 * Self.day)
        books.stripe {
            $0.refund(refunded.charge, amount: 500, at: Books.noon + Self.day)
            $0.refund(old.charge, at: Books.noon)
        }
        let night = try await books.night()
        let analytics = try await books.analytics()
        #expect(
            analytics.sales.map(\.line) == [
                "2025-03-09 starter USD: 1 for 500, 10 credits; back 0 for 0, 0 credits",
                "2025-03-10 creative JPY: 1 for 3000, 50 credits; back 0 for 0, 0 credits",
                "2025-03-10 creative USD: 2 for 4000, 100 credits; back 1 for 2000, 50 credits",
                "2025-03-11 creative USD: 0 for 0, 0 credits; back 1 for 500, 12 credits",
            ]
        )
        #expect(analytics.breaks(against: night.tieOut) == [])
        #expect(night.breaks == [])
        // There noon in UTC is two in the morning of the next day.
        let elsewhere = try await books.analytics(timeZone: "Pacific/Kiritimati")
        #expect(elsewhere.sales.map(\.day) == ["2025-03-10", "2025-03-11", "2025-03-11", "2025-03-12"])
        #expect(elsewhere.breaks(against: try await books.night(timeZone: "Pacific/Kiritimati").tieOut) == [])
    }

    @Test func whatFailedToBePaidIsToldByCodeAndOneByOne() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.openPage("left") {
            $0.status = "expired"
            $0.paymentStatus = "unpaid"
        }
        books.stripe {
            // Declined once, paid at the second attempt; and one that never was.
            for (name, intent) in [("again", "pi_A"), ("never", "pi_never")] {
                var declined = Charge("ch_" + name, amount: 2_000, at: Books.noon + 30, paymentIntent: intent)
                declined.fail("card_declined")
                $0.charges.append(declined)
            }
            for (name, status) in [("due", "open"), ("lost", "uncollectible"), ("void", "void")] {
                var invoice = Invoice("in_" + name, amount: 1_500, at: Books.noon)
                invoice.finalize(at: Books.noon + 3_600)
                invoice.attemptCount = 2
                invoice.status = status
                $0.invoices.append(invoice)
            }
        }
        try await books.night()
        let analytics = try await books.analytics()
        #expect(
            analytics.failures.map(\.line)
                == [
                    "charge_failed card_declined 2 for 4000, later 1",
                    "invoice_past_due subscription_cycle 1 for 1500, later 0",
                    "invoice_uncollectible subscription_cycle 1 for 1500, later 0",
                    "session_expired expired 1 for 2000, later 0",
                ]
        )
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', failure, stripe_id, amount_minor, is_paid_later, user_id, attempts) AS line
                FROM tieout.payment_failure ORDER BY failure, stripe_id
                """
            ) == [
                "charge_failed ch_again 2000 t \(Books.anna)", "charge_failed ch_never 2000 f",
                "invoice_past_due in_due 1500 f 2", "invoice_uncollectible in_lost 1500 f 2",
                "session_expired cs_test_left 2000 f \(Books.anna)",
            ]
        )
    }

    @Test func eachRefundSaysWhatTheLedgerTookBackForItAndTheSumIsTheFindings() async throws {
        let books = try await Books.open()
        // The first of two refunds was settled, and a part of the second.
        let twice = try books.sell("twice")
        let owed = try books.sell("owed")
        let ungranted = try books.sell("ungranted", entries: .ungranted)
        let disputed = try books.sell("disputed")
        let old = try books.sell("old", at: Books.noon - 20 * Self.day)
        books.stripe {
            $0.refund(twice.charge, amount: 800, at: Books.noon + 100)
            $0.refund(twice.charge, amount: 800, at: Books.noon + 200)
            $0.refund(owed.charge, at: Books.noon + 300)
            $0.refund(ungranted.charge, at: Books.noon + 400)
            $0.dispute(disputed.charge, at: Books.noon + 500, status: "needs_response")
            // A fifth of it went back before the period, and no list shows that.
            $0.refund(old.charge, amount: 400, at: Books.noon - 19 * Self.day)
            $0.refund(old.charge, amount: 1_600, at: Books.noon + 600)
        }
        try books.give(-25, for: "cs_test_twice", type: "refund")
        try books.give(-10, for: "cs_test_old", type: "refund")
        let night = try await books.night()
        let rows = try books.lines(
            """
            SELECT concat_ws(' ', return, session, amount_minor, credits, taken_back_credits, owed_credits, ledger_status)
                AS line
            FROM tieout.payment_return ORDER BY occurred_at
            """
        )
        #expect(
            rows == [
                "refund cs_test_twice 800 20 20 0 taken_back", "refund cs_test_twice 800 20 5 15 partly_taken_back",
                "refund cs_test_owed 2000 50 0 50 owed", "refund cs_test_ungranted 2000 nothing_was_granted",
                "dispute cs_test_disputed 2000 under_way", "refund cs_test_old 1600 40 0 40 owed",
            ]
        )
        let proposed = night.findings.filter { $0.kind == .refundNotReversed }.compactMap(\.credits).reduce(0, +)
        let analytics = try await books.analytics()
        #expect(analytics.returns.map(\.owedCredits).reduce(0, +) == proposed)
        #expect(
            analytics.returns.map(\.line)
                == ["refund succeeded 5 for 7200", "dispute needs_response 1 for 2000"]
        )
    }

    /// Webhooks were down for two hours: the hours around say nothing, and those two say it all.
    @Test func anOutageIsSeenByTheHour() async throws {
        let books = try await Books.open()
        try books.sell("before", at: Books.noon - 3_600)
        for minute in [0, 10, 50] as [Int64] {
            try books.sell("a\(minute)", at: Books.noon + minute * 60, entries: .ungranted)
        }
        try books.sell("b", at: Books.noon + 3_600, entries: .ungranted)
        try books.sell("after", at: Books.noon + 7_200)
        let night = try await books.night(applies: true)
        let missed = try await books.analytics(timeZone: "America/New_York").missed
        #expect(night.granted.count == 4)
        #expect(missed.unit == .hour)
        #expect(missed.slots.count == 10 * 24 + 1, "ten days, in which the clocks skipped an hour")
        let told = missed.slots.filter { $0.paid > 0 || $0.missed > 0 }
        #expect(
            told.map(\.line) == [
                "2025-03-10 07:00: 1 0 0 0", "2025-03-10 08:00: 3 3 3 150", "2025-03-10 09:00: 1 1 1 50",
                "2025-03-10 10:00: 1 0 0 0",
            ]
        )
        #expect(missed.worst?.label == "2025-03-10 08:00")
        #expect(missed.count == night.findings.count { $0.kind == .missedPurchase })
    }

    @Test func openFindingsAreToldByWhenTheyWereSeenFirst() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        let night = try await books.night()
        let ages = try await books.analytics().ages
        #expect(ages.map { "\($0.severity.rawValue) \($0.count)" } == ["high 1"])
        #expect(night.findings.count == 1)
        try await books.night(applies: true)
        #expect(try await books.analytics().ages == [])
    }

    @Test func providersAreToldBesideWhatBuyersHold() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try await books.night()
        #expect(try await books.analytics().capacity == [])
        try await PlatformCapacityLowScenario.provider(of: books, balance: 150, threshold: 0)
        try await books.night()
        let capacity = try await books.analytics().capacity
        #expect(capacity.map(\.provider) == ["replicate"])
        #expect(capacity.map(\.servableCredits) == [37])
        #expect(capacity.map(\.missingCredits) == [13])
        #expect(capacity.map(\.needed) == [200])
    }
}

extension SalesOfDay {
    fileprivate var line: String {
        let words = { (line: Line) in "\(line.count) for \(line.amountMinor), \(line.credits) credits" }
        return "\(day) \(package ?? "others") \(currency): \(words(purchases)); back \(words(returned))"
    }
}

extension MissedPurchases.Slot {
    fileprivate var line: String { "\(label ?? "before"): \(paid) \(missed) \(granted) \(credits)" }
}

extension FailuresOfCode {
    fileprivate var line: String { "\(failure) \(code) \(count) for \(amountMinor), later \(paidLaterCount)" }
}

extension ReturnsOfStatus {
    fileprivate var line: String { "\(kind) \(status) \(count) for \(amountMinor)" }
}

extension Books {
    /// What the reports would tell of the last night: the books are open for five days on either side of noon.
    fileprivate func analytics(timeZone: String = "UTC") async throws -> Analytics {
        let noon = Instant(secondsSinceEpoch: Self.noon)
        return try await ledger.analytics(
            over: Period(since: noon - 5 * .day, cutOff: noon + 5 * .day),
            timeZone: timeZone
        )
    }
}
