import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// A finding that a person accepted: how it stays silent, and what makes it speak again.
@Suite struct AcceptanceTests {
    private static let now = Instant(secondsSinceEpoch: Books.noon + 10 * 86_400)
    private static let acceptance = Acceptance(by: "finance", reason: "goodwill", until: now + 30 * .day)

    /// Books with a missed sale that finance has accepted.
    private static func accepted() async throws -> Books {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        try await books.night(at: now)
        let accepted = try await books.ledger.accept("cs_test_A", acceptance)
        #expect(accepted.map(\.finding.kind) == [.missedPurchase])
        #expect(accepted.map(\.acceptance) == [acceptance])
        return books
    }

    private static func statuses(of books: Books) throws -> [String] {
        try books.lines("SELECT concat_ws(' ', kind, status) AS line FROM tieout.finding ORDER BY 1")
    }

    @Test func nothingIsPlannedForIt() async throws {
        let books = try await Self.accepted()
        let night = try await books.night(applies: true, at: Self.now + .day)
        #expect(night.granted == [])
        #expect(night.plan.corrections == [])
        #expect(night.breaks == [])
        #expect(try Self.statuses(of: books) == ["missed_purchase accepted"])
    }

    @Test func itIsOpenAgainWhenTheAcceptanceEnds() async throws {
        let books = try await Self.accepted()
        let night = try await books.night(applies: true, at: Self.acceptance.until)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(try Self.statuses(of: books) == ["missed_purchase corrected"])
    }

    @Test func itIsOpenAgainWhenItsAmountsChange() async throws {
        let books = try await Self.accepted()
        try books.sql("UPDATE public.checkout_sessions SET credits = 100")
        books.stripe { $0.checkoutSessions["cs_test_A"].metadata = Books.metadata(credits: 100) }
        try books.sql("UPDATE public.credit_packages SET credits = 100, updated_at = now()")
        try await books.night(at: Self.now + .day)
        #expect(try Self.statuses(of: books) == ["missed_purchase open"])
    }

    @Test func itIsOpenAgainWhenItWasGoneAndReturns() async throws {
        let books = try await Self.accepted()
        try books.give(50, for: "cs_test_A")
        try books.record("cs_test_A")
        try await books.night(at: Self.now + .day)
        #expect(try Self.statuses(of: books) == ["missed_purchase gone"])

        try books.sql("DELETE FROM public.credit_transactions")
        try books.sql("DELETE FROM public.user_credit_purchases")
        try books.sql("DELETE FROM public.user_credits")
        try await books.night(at: Self.now + 2 * .day)
        #expect(try Self.statuses(of: books) == ["missed_purchase open"])
    }

    /// Sixty days later its session is in no list any more; it is read by id and found again.
    @Test func itsRecordIsStillExaminedMonthsLater() async throws {
        let books = try await Self.accepted()
        let later = try books.later(by: 60 * 86_400)
        let night = try await later.night(applies: true, at: Self.now + 60 * .day)
        #expect(night.granted == ["cs_test_A 50"])
    }

    @Test func nothingElseIsAccepted() async throws {
        let books = try await Self.accepted()
        try books.sell("B", entries: .ungranted)
        #expect(try await books.ledger.accept("cs_test_B", Self.acceptance) == [], "no run has seen it")
        let night = try await books.night(applies: true, at: Self.now + .day)
        #expect(night.granted == ["cs_test_B 50"])
    }
}
