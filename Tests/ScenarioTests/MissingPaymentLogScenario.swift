import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A payment succeeded, and the payment log has no row of it.
@Suite struct MissingPaymentLogScenario {
    @Test func isFoundRecordedAndGone() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: [.checkout, .movement, .purchase])
        try books.sell("B", for: 3_000, "jpy", entries: [.checkout, .movement, .purchase])
        #expect(
            try await books.night().found == [
                "missing_payment_log pi_A: expected 2000 usd, recorded 0",
                "missing_payment_log pi_B: expected 3000 jpy, recorded 0",
            ]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(
            try books.lines(
                """
                SELECT concat_ws(' ', stripe_payment_intent_id, amount, currency, status) AS line
                FROM public.payment_logs ORDER BY 1
                """
            ) == ["pi_A 20.00 usd succeeded", "pi_B 3000.00 jpy succeeded"]
        )
    }

    @Test(arguments: ["canceled", "processing", "requires_payment_method", "requires_action", "requires_capture"])
    func anIntentThatDidNotSucceedIsSilent(_ status: String) async throws {
        let books = try await Books.open()
        books.stripe {
            var intent = PaymentIntent("pi_A", amount: 2_000, at: Books.noon, charge: nil)
            intent.status = status
            intent.amountReceived = 0
            $0.paymentIntents.append(intent)
        }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.paymentIntent) == [status: 1])
    }
}
