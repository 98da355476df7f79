import PostgresLedger
import TestSupport
import Testing

/// What was bought from a provider cannot serve what was sold.
@Suite struct PlatformCapacityLowScenario {
    @Test func isFoundAndGoneWhenTheProviderIsToppedUp() async throws {
        let books = try await Books.open()
        try await Self.provider(of: books, balance: 150, threshold: 0)
        try books.sell("A")
        let night = try await books.night(applies: true)
        #expect(night.found == ["platform_capacity_low replicate: 13 credits"], "150 at 4 serve 37 of 50")
        #expect(night.findings.first?.detail["needed"] == "200")

        try books.sql("UPDATE public.platform_credits SET current_balance = 200")
        #expect(try await books.night().found == [])
        #expect(
            try books.lines("SELECT status AS line FROM tieout.finding WHERE kind = 'platform_capacity_low'")
                == ["gone"]
        )
    }

    @Test func aBalanceBelowItsThresholdIsFound() async throws {
        let books = try await Books.open()
        try await Self.provider(of: books, balance: 999, threshold: 1_000)
        #expect(try await books.night().found == ["platform_capacity_low replicate: 0 credits"])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        try books.sell("A")
        #expect(try await books.night().found == [], "there is no such table")

        try await Self.provider(of: books, balance: 200, threshold: 200)
        try books.sql(
            """
            INSERT INTO public.platform_credits (provider, current_balance, low_balance_threshold, credit_ratio)
            VALUES ('without ratio', 10, 10, NULL)
            """
        )
        #expect(try await books.night().found == [])
    }

    static func provider(of books: Books, balance: Int64, threshold: Int64) async throws {
        try books.sql(
            """
            CREATE TABLE public.platform_credits (
                provider text, current_balance integer, low_balance_threshold integer, credit_ratio numeric
            )
            """
        )
        try books.sql(
            "INSERT INTO public.platform_credits VALUES ('replicate', $1::integer, $2::integer, 4)",
            [.integer(balance), .integer(threshold)]
        )
        // Whoever owns the ledger migrates it, and gives the new view to the roles.
        try await books.database.ledger().migrate()
        if TestRoles.areOn { try await TestRoles.make(in: books.database) }
    }
}
