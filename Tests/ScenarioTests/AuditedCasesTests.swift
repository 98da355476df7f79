import StripeSimulator
import TestSupport
import Testing

/// Cases in which the rules and the auditor of the simulation once said different things, each at its smallest.
@Suite struct AuditedCasesTests {
    @Test func anIdDeepInTheMetadataIsAGrant() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        let metadata = #"{"stripe": {"events": [{"session": "cs_test_A"}]}}"#
        try books.give(50, for: nil, metadata: metadata, at: Books.noon + 30 * .hour)
        let night = try await books.night(applies: true)
        #expect(night.found == ["unrecorded_grant cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.granted == [])
    }

    @Test func aMovementWithoutATimeIsAGrant() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        try books.give(50, for: "cs_test_A")
        try books.sql("UPDATE public.credit_transactions SET created_at = NULL")
        let night = try await books.night(applies: true)
        #expect(night.found == ["unrecorded_grant cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.granted == [])
    }

    @Test func aTakeBackWithoutAGrantHoldsTheGrant() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        try books.give(200, for: nil, type: "bonus")
        try books.give(-50, for: "cs_test_A", type: "refund")
        let night = try await books.night(applies: true)
        #expect(
            night.found == [
                "missed_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0, held ambiguous_movement"
            ]
        )
        #expect(night.granted == [])
    }

    @Test func aBlankReferenceIsNone() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        try books.give(50, for: "", type: "bonus")
        let night = try await books.night(applies: true)
        #expect(
            night.found == [
                "missed_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0, held ambiguous_movement"
            ]
        )
        #expect(night.granted == [])
    }

    @Test func aCheckoutRowOfNoCreditsPromisesNothing() async throws {
        let books = try await Books.open()
        try books.sell(
            "A",
            metadata: ["type": "credit_purchase", "user_id": .string(Books.anna)],
            entries: .ungranted
        )
        try books.give(200, for: nil, type: "bonus")
        try books.sql("UPDATE public.checkout_sessions SET credits = -50, package_id = NULL")
        let night = try await books.night(applies: true)
        #expect(night.found == ["credits_mismatch cs_test_A: -50 credits, expected 2000 usd, recorded 0"])
        #expect(night.granted == [])
    }

    @Test func somethingUsedUpDoesNotHideAnInventedPurchase() async throws {
        let books = try await Books.open()
        try books.record("cs_test_nobody")
        try books.sql("UPDATE public.user_credit_purchases SET created_at = '2025-03-10T12:00:00Z'")
        try books.give(200, for: nil, type: "bonus")
        try books.give(-1, for: "cs_test_nobody", type: "consume")
        #expect(try await books.night().found == ["phantom_grant cs_test_nobody: 50 credits, expected 0"])
    }

    @Test func aWrongAmountBesideARightOneIsFound() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql(
            """
            INSERT INTO public.user_credit_purchases (user_id, credits_purchased, amount_paid_usd, status, stripe_session_id)
            SELECT user_id, credits_purchased, 99.00, status, stripe_session_id FROM public.user_credit_purchases
            """
        )
        #expect(
            try await books.night().found == [
                "amount_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 9900"
            ]
        )
    }

    @Test func moreThanPromisedIsFoundAfterARefundToo() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: [.checkout, .purchase, .payment])
        try books.give(90, for: "cs_test_A")
        books.stripe { _ = $0.refund(sale.charge, amount: 1_000, at: Books.noon + 600) }
        #expect(try await books.night().found.contains("credits_mismatch cs_test_A: 50 credits, expected 2000 usd"))
    }

    /// What is taken back as a duplicate is not taken back for the refund as well.
    @Test func aSecondGrantOfADisagreedPromiseIsTakenBackOnce() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", metadata: Books.metadata(credits: 75))
        try books.give(50, for: "cs_test_A")
        books.stripe { _ = $0.refund(sale.charge, amount: 1_000, at: Books.noon + 600) }
        #expect(
            try await books.night().found == [
                "duplicate_grant cs_test_A: 50 credits, expected 2000 usd, recorded 4000",
                "refund_not_reversed cs_test_A: 25 credits, expected 1000 usd, recorded 0",
            ]
        )
    }

    @Test func aSecondGrantThatWasTakenBackIsNoDuplicateWhereNothingIsPromised() async throws {
        let books = try await Books.open()
        var metadata = Books.metadata()
        metadata["credits"] = nil
        try books.sell("A", metadata: metadata, entries: [.movement, .purchase, .payment])
        try books.give(50, for: "cs_test_A")
        try books.give(-50, for: "cs_test_A", type: "adjustment")
        #expect(try await books.night().found == [])
    }

    @Test func whatWasNeverPaidAndGivenTwiceIsTakenBackOnce() async throws {
        let books = try await Books.open()
        try books.openPage("A")
        try books.give(50, for: "cs_test_A")
        try books.give(50, for: "cs_test_A")
        #expect(
            try await books.night().found == ["phantom_grant cs_test_A: 100 credits, expected 0 usd, recorded 2000"]
        )
    }
}
