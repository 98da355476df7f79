import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The payment log kept the first event of an intent and lost the second.
@Suite struct PaymentStatusMismatchScenario {
    @Test func isFoundSyncedAndGone() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.payment_logs SET status = 'failed'")
        #expect(
            try await books.night().found == ["payment_status_mismatch pi_A: failed instead of succeeded"]
        )

        let night = try await books.night(applies: true)
        #expect(night.unposted == [])
        #expect(night.left == [])
        #expect(try books.lines("SELECT status AS line FROM public.payment_logs") == ["succeeded"])
    }

    @Test(
        arguments: [
            ("requires_payment_method", "succeeded", "succeeded instead of failed"),
            ("canceled", "pending", "pending instead of cancelled"),
        ]
    )
    func otherStatusesAreSyncedToo(stripe: String, log: String, difference: String) async throws {
        let books = try await Books.open()
        try Self.enter(books, intent: stripe, log: log)
        #expect(try await books.night(applies: true).found == ["payment_status_mismatch pi_A: \(difference)"])
        #expect(try await books.night().found == [])
    }

    @Test(
        arguments: [
            ("requires_payment_method", "failed"), ("requires_payment_method", "pending"), ("canceled", "failed"),
            ("canceled", "cancelled"),
        ]
    )
    func whatTheLogShouldSayIsSilent(stripe: String, log: String) async throws {
        let books = try await Books.open()
        try Self.enter(books, intent: stripe, log: log)
        #expect(try await books.night().found == [])
    }

    private static func enter(_ books: Books, intent status: String, log: String) throws {
        books.stripe {
            var intent = PaymentIntent("pi_A", amount: 2_000, at: Books.noon, charge: nil)
            intent.status = status
            intent.amountReceived = 0
            $0.paymentIntents.append(intent)
        }
        try books.sql(
            """
            INSERT INTO public.payment_logs (stripe_payment_intent_id, amount, currency, status)
            VALUES ('pi_A', 20.00, 'usd', $1)
            """,
            [.text(log)]
        )
    }
}
