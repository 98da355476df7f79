import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The handler stopped between the credits and the purchase row.
@Suite struct UnrecordedGrantScenario {
    @Test func isFoundRecordedAndGone() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .movement, .payment])
        #expect(
            try await books.night().found
                == ["unrecorded_grant cs_test_A: 50 credits, expected 2000 usd, recorded 0"]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.granted == [], "recording moves no credits")
        #expect(night.left == [])
        #expect(try await books.night(applies: true).found == [])
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', stripe_session_id, status, user_id, credits_purchased, amount_paid_usd,
                    completed_at AT TIME ZONE 'UTC') AS line
                FROM public.user_credit_purchases
                """
            ) == ["cs_test_A completed \(Books.anna) 50 20.00 2025-03-10 12:01:00"]
        )
    }

    @Test func aCompletedBesideAFailedRowIsSilent() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        try books.logFailure(of: sale)
        #expect(try await books.night().found == [])
    }

    @Test func aGrantToSeveralBuyersIsABuyerMismatchAndNotRecorded() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .payment])
        try books.give(25, to: Books.anna, for: "cs_test_A")
        try books.give(25, to: Books.boris, for: "cs_test_A")
        let night = try await books.night(applies: true)
        #expect(night.found == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd"])
        #expect(night.posted == [])
    }
}
