import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The webhook was lost: Stripe has the money, the ledger has nothing.
@Suite struct MissedPurchaseScenario {
    @Test func isFoundGrantedOnceAndGone() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        #expect(
            try await books.night().found
                == ["missed_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0"]
        )

        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.unposted == [])
        #expect(night.left == [])

        #expect(try await books.night(applies: true).found == [])
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', type, amount, balance_before, balance_after, reference_id) AS line
                FROM public.credit_transactions
                """
            ) == ["purchase 50 0 50 cs_test_A"]
        )
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', status, credits_purchased, amount_paid_usd, package_id, stripe_session_id) AS line
                FROM public.user_credit_purchases
                """
            ) == ["completed 50 20.00 creative cs_test_A"]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // Refunded in full before any grant: nothing is owed.
        let refunded = try books.sell("refunded", entries: .ungranted)
        books.stripe { _ = $0.refund(refunded.charge, at: Books.noon + 600) }
        // Granted under another id of the same sale.
        for (name, reference) in [("intent", "pi_intent"), ("charge", "ch_charge")] {
            try books.sell(name, entries: [.checkout, .purchase, .payment])
            try books.give(50, for: reference)
        }
        let event = try books.sell("event", entries: [.checkout, .purchase, .payment]).events[2]
        try books.give(50, for: event)
        try books.sell("metadata", entries: [.checkout, .purchase, .payment])
        try books.give(50, for: "order 17", metadata: #"{"paymentIntent": "pi_metadata"}"#)
        // Neither a checkout row nor the mark of a credit purchase.
        try books.sell("book", metadata: ["type": "book"], entries: .payment)
        try books.openPage("set_up", hasCheckoutRow: false) { $0.mode = "setup" }
        try books.openPage("subscription", hasCheckoutRow: false) { $0.mode = "subscription" }
        // Not paid.
        try books.openPage("open")
        try books.openPage("waiting") { $0.complete(paymentStatus: "unpaid") }

        let night = try await books.night(applies: true)
        #expect(night.found == [])
        #expect(night.granted == [])
        #expect(
            night.conservation.exclusions(.checkoutSession) == [
                "refunded_before_grant": 1, "other_product": 1, "setup": 1, "subscription": 1, "open": 1,
                "awaiting_payment": 1,
            ]
        )
    }
}
