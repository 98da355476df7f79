import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The money of a granted sale went back, and the credits stayed.
@Suite struct RefundNotReversedScenario {
    @Test func isFoundProposedAndGoneWhenTheCreditsAreTakenBack() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 600) }
        let night = try await books.night(applies: true)
        #expect(night.found == ["refund_not_reversed cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.plan.held.map(\.correction.action) == [.takeBack])
        #expect(night.plan.held.map(\.reason) == [.needsApproval])
        #expect(night.posted == [], "taking credits back is a person's decision")

        try books.give(-50, for: "cs_test_A", type: "refund")
        #expect(try await books.night().found == [])
    }

    /// Each refund takes the credits of its part, rounded down; the last takes what is left.
    @Test func severalPartialRefundsTakeTogetherWhatOneWould() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", "starter", credits: 10, for: 500)
        books.stripe { _ = $0.refund(sale.charge, amount: 333, at: Books.noon + 600) }
        #expect(
            try await books.night().found == ["refund_not_reversed cs_test_A: 6 credits, expected 333 usd, recorded 0"]
        )

        try books.give(-6, for: "cs_test_A", type: "refund")
        #expect(try await books.night().found == [])

        books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 900) }
        #expect(
            try await books.night().found
                == ["refund_not_reversed cs_test_A: 4 credits, expected 500 usd, recorded 300"]
        )
    }

    /// The sale lies two months before the period; only the refund is listed.
    @Test func aRefundOfAnOldSaleLeadsToIt() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", at: Books.noon - 60 * 86_400)
        books.stripe { _ = $0.refund(sale.charge, at: Books.noon) }
        let night = try await books.night()
        #expect(night.found == ["refund_not_reversed cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.conservation.exclusions(.refund) == [:])
    }

    /// What was granted twice is two proposals that together leave nothing.
    @Test func aSecondGrantIsTakenBackAsADuplicateOnly() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        try books.give(50, for: "cs_test_A")
        books.stripe { _ = $0.refund(sale.charge, amount: 1_000, at: Books.noon + 600) }
        #expect(
            try await books.night().found == [
                "duplicate_grant cs_test_A: 50 credits, expected 2000 usd, recorded 4000",
                "refund_not_reversed cs_test_A: 25 credits, expected 1000 usd, recorded 0",
            ]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        for status in ["pending", "failed", "canceled"] {
            let sale = try books.sell(status)
            books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 600, status: status) }
        }
        // Captured in part: the remainder that was released stands on the charge as refunded.
        let partial = try books.sell("partial", for: 1_500)
        books.stripe {
            $0.charges[partial.charge].amount = 2_000
            $0.charges[partial.charge].amountRefunded = 500
            $0.checkoutSessions[partial.session].amountSubtotal = 2_000
        }
        // A refund of 0.39 USD of 20.00 USD for 50 credits is worth less than one.
        let little = try books.sell("little")
        books.stripe { _ = $0.refund(little.charge, amount: 39, at: Books.noon + 600) }
        // Refunded before any grant.
        let early = try books.sell("early", entries: .ungranted)
        books.stripe { _ = $0.refund(early.charge, at: Books.noon + 600) }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.checkoutSession) == ["refunded_before_grant": 1])
    }
}
