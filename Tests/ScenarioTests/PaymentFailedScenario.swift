import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A charge was declined: what finance wants to be told.
@Suite struct PaymentFailedScenario {
    @Test func isToldWithItsBuyerAndStaysTold() async throws {
        let books = try await Books.open()
        // Declined once, paid at the second attempt.
        try books.sell("A")
        books.stripe {
            var declined = Charge("ch_declined", amount: 2_000, at: Books.noon + 30, paymentIntent: "pi_A")
            declined.fail("card_declined")
            $0.charges.append(declined)
        }
        let night = try await books.night(applies: true)
        #expect(night.found == ["payment_failed ch_declined: expected 2000 usd, recorded 0"])
        #expect(night.findings.first?.userID == Books.anna)
        #expect(night.findings.first?.detail["failure_code"] == "card_declined")
        #expect(night.posted == [])
        // It happened, and nothing mends that.
        #expect(try await books.night().found == night.found)
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        books.stripe {
            var pending = Charge("ch_pending", amount: 2_000, at: Books.noon, paymentIntent: "pi_pending")
            pending.status = "pending"
            $0.charges.append(pending)
            // The buyer never tried to pay.
            var untried = PaymentIntent("pi_untried", amount: 2_000, at: Books.noon, charge: nil)
            untried.status = "requires_payment_method"
            untried.amountReceived = 0
            $0.paymentIntents.append(untried)
        }
        #expect(try await books.night().found == [])
    }
}
