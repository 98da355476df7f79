import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// Credits for money that never came.
@Suite struct PhantomGrantScenario {
    @Test func aGrantForAnUnpaidSessionIsFoundAndGoneWhenTakenBack() async throws {
        let books = try await Books.open()
        try books.openPage("A", hasCheckoutRow: false) { $0.status = "expired" }
        try books.give(50, for: "cs_test_A")
        try books.record("cs_test_A")
        let night = try await books.night(applies: true)
        #expect(night.found == ["phantom_grant cs_test_A: 50 credits, expected 0 usd, recorded 2000"])
        #expect(night.posted == [])

        try books.give(-50, for: "cs_test_A", type: "adjustment")
        try books.sql("UPDATE public.user_credit_purchases SET status = 'cancelled'")
        #expect(try await books.night().found == [])
    }

    @Test func aGrantForASessionThatStripeDoesNotKnowIsFoundAndGoneWhenTakenBack() async throws {
        let books = try await Books.open()
        try books.give(500, for: "cs_test_invented")
        #expect(try await books.night().found == ["phantom_grant cs_test_invented: 500 credits, expected 0"])

        try books.give(-500, for: "cs_test_invented", type: "adjustment")
        #expect(try await books.night().found == [])
    }

    /// Long after the movement has left the listed time, and whatever part of it was taken back by then.
    @Test func anInventedSessionIsLookedAtUntilNothingIsLeftOfIt() async throws {
        let books = try await Books.open()
        try books.give(500, for: "cs_test_invented")
        #expect(
            try await books.night(at: Self.day(0)).found == ["phantom_grant cs_test_invented: 500 credits, expected 0"]
        )

        let month = try books.later(by: 30 * 86_400)
        #expect(
            try await month.night(at: Self.day(30)).found == ["phantom_grant cs_test_invented: 500 credits, expected 0"]
        )
        try month.give(-100, for: "cs_test_invented", type: "adjustment", at: Books.noon + 30 * 86_400)
        #expect(
            try await month.night(at: Self.day(30)).found == ["phantom_grant cs_test_invented: 400 credits, expected 0"]
        )

        let twoMonths = try books.later(by: 60 * 86_400)
        try twoMonths.give(-400, for: "cs_test_invented", type: "adjustment", at: Books.noon + 60 * 86_400)
        #expect(try await twoMonths.night(at: Self.day(60)).found == [])
        #expect(try books.lines("SELECT status AS line FROM tieout.finding") == ["gone"])
        #expect(try books.lines("SELECT stripe_id AS line FROM tieout.open_item") == [])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // A coupon paid for all of it, and it was granted.
        try books.openPage("free", hasCheckoutRow: false) {
            $0.amountTotal = 0
            $0.complete(paymentStatus: "no_payment_required")
        }
        try books.give(50, for: "cs_test_free")
        try books.record("cs_test_free")
        // Sold a week before the listed time, settled and granted now: Stripe is asked by id.
        try books.sell("old", at: Books.noon - 8 * 86_400, entries: [.checkout, .purchase])
        try books.give(50, for: "cs_test_old")
        // No session's reference.
        try books.give(5, for: "order 17")
        try books.give(5, for: nil, type: "bonus")
        #expect(try await books.night().found == [])
    }

    /// The night after so many days.
    private static func day(_ number: Int64) -> Instant {
        Instant(secondsSinceEpoch: Books.noon + (number + 1) * 86_400)
    }
}
