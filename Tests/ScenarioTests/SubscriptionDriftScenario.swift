import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The application has another status for a subscription than Stripe.
@Suite struct SubscriptionDriftScenario {
    @Test func anEndedSubscriptionIsFoundAndGoneWhenSet() async throws {
        let books = try await Books.open()
        try await Self.keep([("sub_A", "active")], in: books)
        books.stripe { account in
            // Two years before the period: subscriptions are listed whatever their age.
            var ended = Subscription("sub_A", customer: "cus_anna", amount: 1_900, at: Books.noon - 730 * 86_400)
            ended.status = "canceled"
            account.subscriptions.append(ended)
        }
        let night = try await books.night(applies: true)
        #expect(night.found == ["subscription_drift sub_A: active instead of canceled"])
        #expect(night.posted == [])

        try books.sql("UPDATE public.subscriptions SET status = 'cancelled'")
        let second = try await books.night()
        #expect(second.found == [])
        #expect(
            try books.lines("SELECT status AS line FROM tieout.finding WHERE kind = 'subscription_drift'") == ["gone"]
        )
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        books.stripe { account in
            account.subscriptions.append(Subscription("sub_A", customer: "cus_anna", amount: 1_900, at: Books.noon))
            account.subscriptions.append(Subscription("sub_B", customer: "cus_boris", amount: 1_900, at: Books.noon))
        }
        #expect(try await books.night().conservation.fetched[.subscription] == 0, "there is no such table")

        // The application knows of one of them only.
        try await Self.keep([("sub_A", "active")], in: books)
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.subscription) == ["not_in_ledger": 1])
    }

    private static func keep(_ rows: [(id: String, status: String)], in books: Books) async throws {
        try books.sql(
            "CREATE TABLE public.subscriptions (user_id uuid, stripe_subscription_id text, status text)"
        )
        for row in rows {
            try books.sql(
                "INSERT INTO public.subscriptions VALUES ($1, $2, $3)",
                [.uuid(Books.anna), .text(row.id), .text(row.status)]
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
