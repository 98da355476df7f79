import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The handler never updates the checkout row.
@Suite struct StaleCheckoutScenario {
    @Test func isFoundSyncedAndGone() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.checkout_sessions SET status = 'created'")
        try books.openPage("B") { $0.status = "expired" }
        #expect(
            try await books.night().found == [
                "stale_checkout cs_test_A: created instead of completed",
                "stale_checkout cs_test_B: created instead of expired",
            ]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', stripe_session_id, status, completed_at AT TIME ZONE 'UTC') AS line
                FROM public.checkout_sessions ORDER BY stripe_session_id
                """
            ) == ["cs_test_A completed 2025-03-10 12:01:00", "cs_test_B expired"]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        try books.openPage("cancelled") { $0.status = "expired" }
        try books.sql("UPDATE public.checkout_sessions SET status = 'cancelled'")
        try books.openPage("waiting") { $0.complete(paymentStatus: "unpaid") }
        try books.openPage("open")
        try books.sell("without_row", entries: [.movement, .purchase, .payment])
        #expect(try await books.night().found == [])
    }
}
