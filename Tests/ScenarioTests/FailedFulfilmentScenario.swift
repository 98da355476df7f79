import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The handler tried, failed, wrote that down and answered 200, so that Stripe never tries again.
@Suite struct FailedFulfilmentScenario {
    @Test func isFoundGrantedIntoItsOwnRowAndGone() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        try books.logFailure(of: sale, "deadlock detected")
        let found = try await books.night()
        #expect(found.found == ["failed_fulfilment cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(found.findings.first?.detail["error_message"] == "deadlock detected")

        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.left == [])
        #expect(try await books.night(applies: true).found == [])
        // The failed row was completed, not joined by a second one, and keeps its history.
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', stripe_session_id, status, error_message) AS line
                FROM public.user_credit_purchases
                """
            ) == ["cs_test_A completed deadlock detected"]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // A later attempt succeeded.
        let repeated = try books.sell("repeated")
        try books.logFailure(of: repeated)
        // All the money went back.
        let refunded = try books.sell("refunded", entries: .ungranted)
        try books.logFailure(of: refunded)
        books.stripe { _ = $0.refund(refunded.charge, at: Books.noon + 600) }

        let night = try await books.night(applies: true)
        #expect(night.found == [])
        #expect(night.granted == [])
        #expect(night.conservation.exclusions(.checkoutSession) == ["refunded_before_grant": 1])
    }

    @Test func withAMovementItIsAnUnrecordedGrant() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: [.checkout, .movement, .payment])
        try books.logFailure(of: sale)
        #expect(
            try await books.night().found
                == ["unrecorded_grant cs_test_A: 50 credits, expected 2000 usd, recorded 0"]
        )
    }
}
