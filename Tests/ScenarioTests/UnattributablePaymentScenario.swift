import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Paid, and nobody to give the credits to.
@Suite struct UnattributablePaymentScenario {
    private static var nameless: JSON {
        var metadata = Books.metadata()
        metadata["user_id"] = nil
        return metadata
    }

    @Test func aSaleWithoutABuyerIsFoundAndGoneAfterAPersonsGrant() async throws {
        let books = try await Books.open()
        try books.sell("A", metadata: Self.nameless, entries: .payment)
        let night = try await books.night(applies: true)
        #expect(night.found == ["unattributable_payment cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.posted == [])

        try books.give(50, for: "cs_test_A")
        try books.record("cs_test_A")
        #expect(try await books.night().found == [])
    }

    @Test func aDeletedBuyerIsInformation() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.application { application throws(PostgresError) in try application.deleteBuyer(Books.anna) }
        let night = try await books.night(applies: true)
        #expect(night.found == ["unattributable_payment cs_test_A: 50 credits, expected 2000 usd, recorded 0, info"])
        #expect(night.posted == [])
    }

    @Test func aRefundInFullMakesItGone() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", metadata: Self.nameless, entries: .payment)
        books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 600) }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.checkoutSession) == ["refunded_before_grant": 1])
    }

    @Test func twoBuyersAreABuyerMismatch() async throws {
        let books = try await Books.open()
        let stranger = "c0000000-0000-4000-8000-00000000000c"
        try books.sell("A", metadata: Books.metadata(user: stranger), entries: .ungranted)
        #expect(
            try await books.night().found
                == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 0"]
        )
    }
}
