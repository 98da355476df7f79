import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// What the nights after say of a sale: Tieout's own books are evidence, and so is what happens later.
@Suite struct LaterNightsTests {
    private static let missed = "missed_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0"

    /// A backup was restored, or somebody deleted the movement: nothing is given a second time.
    @Test func aGrantThatVanishedIsHeld() async throws {
        let books = try await Books.open()
        try books.sell("A", entries: .ungranted)
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
        try books.sql("DELETE FROM public.credit_transactions")
        try books.sql("DELETE FROM public.user_credit_purchases")

        let night = try await books.night(applies: true)
        #expect(night.found == ["\(Self.missed), held journal_disagrees"])
        #expect(night.posted == [])
    }

    /// The webhook arrived after Tieout had granted, and the function does not look.
    @Test func aWebhookThatComesLateIsADuplicateGrant() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
        let completed = books.stripe { $0.events[sale.events[2]] }
        try books.application { application throws(PostgresError) in
            try application.handle(WebhookDelivery(event: completed, at: Books.noon + 7_200, attempt: 2))
        }
        #expect(
            try await books.night(applies: true).found
                == ["duplicate_grant cs_test_A: 50 credits, expected 2000 usd, recorded 4000"]
        )
    }

    /// A refund under way fails, and then the credits are due; it goes through, and then nothing is.
    @Test(arguments: [("failed", ["cs_test_A 50"]), ("succeeded", [])])
    func aPendingRefundDecidesWhenItEnds(_ end: String, granted: [String]) async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        let refund = books.stripe { $0.refund(sale.charge, at: Books.noon + 600, status: "pending").id }
        #expect(try await books.night(applies: true).found == ["\(Self.missed), held refund_pending"])

        books.stripe {
            $0.refunds[refund].status = end
            if end == "failed" { $0.charges[sale.charge].amountRefunded = 0 }
        }
        let night = try await books.night(applies: true)
        #expect(night.granted == granted)
        #expect(night.left == [])
    }

    /// Opened an hour before the period, declined once, paid, and being refunded: the charge is read because of the refund,
    /// and the night after, when the sale is an open item, no more is read than that.
    @Test func aSecondNightSeesNoMoreOfAnOlderSaleThanTheFirst() async throws {
        let books = try await Books.open()
        let opened = Books.noon - 5 * 86_400 - 3_600
        let sale = try books.sell("A", at: opened, entries: .ungranted)
        books.stripe {
            let declined = Charge.declined(
                "ch_A_declined",
                amount: 2_000,
                currency: "usd",
                at: opened + 30,
                paymentIntent: sale.paymentIntent
            )
            $0.charges.append(declined)
            $0.refund(sale.charge, at: Books.noon, status: "pending")
        }
        let first = try await books.night(applies: true)
        #expect(first.found == ["\(Self.missed), held refund_pending"])
        #expect(try await books.night(applies: true).found == first.found)
    }

    /// A session that waits for a delayed payment is looked at again until it is paid.
    @Test func aDelayedPaymentIsGrantedWhenItSettles() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe {
            $0.checkoutSessions[sale.session].paymentStatus = "unpaid"
            $0.charges[sale.charge].status = "pending"
        }
        #expect(try await books.night(applies: true).found.filter { $0.hasPrefix("missed") } == [])
        books.stripe {
            $0.checkoutSessions[sale.session].paymentStatus = "paid"
            $0.charges[sale.charge].status = "succeeded"
        }
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
    }

    /// Paid, says the session; no captured charge says so too.
    @Test(arguments: ["absent", "reserved", "failed"])
    func aSessionWithoutItsMoneyIsHeld(_ charge: String) async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe {
            switch charge {
            case "absent": $0.charges.remove(sale.charge)
            case "reserved":
                $0.charges[sale.charge].captured = false
                $0.charges[sale.charge].amountCaptured = 0
            default: $0.charges[sale.charge].fail()
            }
        }
        let night = try await books.night(applies: true)
        #expect(night.found.filter { $0.hasPrefix("missed") } == ["\(Self.missed), held charge_unknown"])
        #expect(night.breaks == [])
        #expect(night.posted == [])
    }
}
