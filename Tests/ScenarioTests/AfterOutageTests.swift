import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// What an outage leaves beside missed purchases: invoices that stay drafts for up to 72 hours because nobody answered
/// `invoice.created`, and subscriptions whose changes the application never heard of.
@Suite struct AfterOutageTests {
    private static let openItems: Statement = """
        SELECT concat_ws(' ', stripe_id, reason) AS line FROM tieout.open_item ORDER BY 1
        """

    /// When a night works, so many days after the first.
    private static func morning(_ day: Int64) -> Instant { Instant(secondsSinceEpoch: Books.noon + (5 + day) * .day) }

    /// How a draft may end, what is found of it then, and whether it is still looked at afterwards.
    struct Ending: Sendable, CustomTestStringConvertible {
        let status: String
        let found: [String]
        let watched: [String]
        var testDescription: String { status }
    }

    /// Made in the outage, finalised three days later, and by then outside of every period that a night lists: it is read by
    /// its id, night after night, until it is final.
    @Test(arguments: [
        Ending(
            status: "paid",
            found: ["missing_invoice_log in_A: expected 1500 usd, recorded 0"],
            watched: []
        ),
        Ending(status: "void", found: [], watched: []),
        Ending(status: "uncollectible", found: [], watched: ["in_A uncollectible"]),
    ])
    func aDraftIsWatchedUntilItIsFinal(_ ending: Ending) async throws {
        let books = try await Books.open()
        books.stripe { $0.invoices.append(Invoice("in_A", amount: 1_500, at: Books.noon)) }
        let outage = try await books.night(applies: true, at: Self.morning(0))
        #expect(outage.found == [])
        #expect(try books.lines(Self.openItems) == ["in_A draft"])

        // Nights whose periods begin after the invoice was made.
        for night in 1...3 {
            let later = try books.later(by: Int64(6 + night) * .day)
            #expect(
                try await later.night(applies: true, at: Self.morning(Int64(6 + night))).found == [],
                "night \(night)"
            )
            #expect(try books.lines(Self.openItems) == ["in_A draft"], "night \(night)")
        }
        books.stripe { $0.invoices["in_A"].finalize(at: Books.noon + 72 * .hour) }
        let finalised = try await books.later(by: 10 * .day).night(applies: true, at: Self.morning(10))
        #expect(finalised.found.filter { !$0.hasPrefix("invoice_past_due") } == [])
        #expect(try books.lines(Self.openItems) == ["in_A open"])

        books.stripe { account in
            if ending.status == "paid" {
                account.invoices["in_A"].pay(at: Books.noon + 73 * .hour, paymentIntent: nil, charge: nil)
            }
            account.invoices["in_A"].status = ending.status
        }
        let last = try await books.later(by: 11 * .day).night(applies: true, at: Self.morning(11))
        #expect(last.found == ending.found)
        #expect(last.granted == [], "invoices never grant")
        #expect(try books.lines(Self.openItems) == ending.watched)
        let after = try await books.later(by: 12 * .day).night(applies: true, at: Self.morning(12))
        #expect(after.found == (ending.watched.isEmpty ? [] : last.found))
        #expect(try books.lines(Self.openItems) == ending.watched)
    }

    /// Two subscriptions changed while the endpoint was down. Every night after says so, as the same finding; when the
    /// application has caught up, it is over, and one that changed back by itself never was.
    @Test func aSubscriptionThatChangedDuringAnOutageIsFoundUntilTheLedgerHasCaughtUp() async throws {
        let books = try await Books.open()
        try await keepSubscriptions(["sub_ended", "sub_unpaid", "sub_same"], in: books)
        books.stripe { account in
            for name in ["sub_ended", "sub_unpaid", "sub_same"] {
                account.subscriptions.append(
                    Subscription(name, customer: "cus_anna", amount: 1_900, at: Books.noon - 300 * .day)
                )
            }
        }
        #expect(try await books.night(applies: true, at: Self.morning(0)).found == [], "before the outage")

        books.stripe { account in
            account.subscriptions["sub_ended"].status = "canceled"
            account.subscriptions["sub_unpaid"].status = "past_due"
        }
        let drift = [
            "subscription_drift sub_ended: active instead of canceled",
            "subscription_drift sub_unpaid: active instead of past_due",
        ]
        for night in 1...3 {
            let found = try await books.later(by: Int64(night) * .day).night(
                applies: true,
                at: Self.morning(Int64(night))
            )
            #expect(found.found == drift, "night \(night)")
            #expect(found.posted == [], "Tieout sets no subscription")
        }
        #expect(
            try books.lines("SELECT count(*)::text AS line FROM tieout.finding WHERE kind = 'subscription_drift'") == [
                "2"
            ]
        )

        // The handler is mended and hears of one; the other is paid again before it does.
        try books.sql("UPDATE public.subscriptions SET status = 'canceled' WHERE stripe_subscription_id = 'sub_ended'")
        books.stripe { $0.subscriptions["sub_unpaid"].status = "active" }
        #expect(try await books.later(by: 4 * .day).night(applies: true, at: Self.morning(4)).found == [])
        #expect(
            try books.lines("SELECT DISTINCT status AS line FROM tieout.finding WHERE kind = 'subscription_drift'")
                == ["gone"]
        )
    }

    private func keepSubscriptions(_ names: [String], in books: Books) async throws {
        try books.sql("CREATE TABLE public.subscriptions (user_id uuid, stripe_subscription_id text, status text)")
        for name in names {
            try books.sql(
                "INSERT INTO public.subscriptions VALUES ($1, $2, 'active')",
                [.uuid(Books.anna), .text(name)]
            )
        }
        var mapping = LedgerMapping.reference
        mapping.tables[.subscription] = MappedTable(
            "subscriptions",
            [:],
            same: ["user_id", "stripe_subscription_id", "status"]
        )
        try await books.database.ledger(mapping: mapping).migrate()
    }
}
