import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A coupon paid for all of it, and the handler acts on paid sessions only.
@Suite struct FreeSessionScenario {
    @Test func isToldAndGoneAfterAPersonsGrant() async throws {
        let books = try await Books.open()
        try books.openPage("A", hasCheckoutRow: false) {
            $0.amountTotal = 0
            $0.complete(paymentStatus: "no_payment_required")
        }
        let night = try await books.night(applies: true)
        #expect(night.found == ["free_session cs_test_A: 50 credits, expected 0 usd"])
        #expect(night.posted == [])

        try books.give(50, for: "cs_test_A")
        #expect(try await books.night().found == [])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        for (name, status) in [("open", "open"), ("expired", "expired")] {
            try books.openPage(name, hasCheckoutRow: false) {
                $0.amountTotal = 0
                $0.paymentStatus = "no_payment_required"
                $0.status = status
            }
        }
        try books.openPage("trial", hasCheckoutRow: false) {
            $0.mode = "subscription"
            $0.amountTotal = 0
            $0.complete(paymentStatus: "no_payment_required")
        }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(
            night.conservation.exclusions(.checkoutSession) == ["open": 1, "expired": 1, "subscription": 1]
        )
    }
}
