import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A balance is not the sum of a journal that has to be whole.
@Suite struct BalanceDriftScenario {
    @Test func isFoundAndGoneWhenTheBalanceIsSet() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.user_credits SET balance = balance + 20")
        let night = try await books.night(applies: true)
        #expect(night.found == ["balance_drift \(Books.anna): 20 credits"])
        #expect(night.posted == [])

        try books.sql("UPDATE public.user_credits SET balance = balance - 20")
        #expect(try await books.night().found == [])
        #expect(
            try books.lines("SELECT status AS line FROM tieout.finding WHERE kind = 'balance_drift'") == ["gone"]
        )
    }

    @Test func creditsThatAreMissingAreFound() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("UPDATE public.user_credits SET balance = 0")
        #expect(try await books.night().found == ["balance_drift \(Books.anna): -50 credits"])
    }

    @Test func aBalanceThatWasRemovedIsFoundAndGoneWhenItIsBack() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sell("B", to: Books.boris)
        try books.sql("DELETE FROM public.user_credits WHERE user_id = $1", [.uuid(Books.boris)])
        let night = try await books.night()
        #expect(night.found == ["balance_drift \(Books.boris): -50 credits"])
        #expect(night.findings.first?.detail["balance"] == "no row")

        try books.sql("INSERT INTO public.user_credits (user_id, balance) VALUES ($1, 50)", [.uuid(Books.boris)])
        #expect(try await books.night().found == [])
    }

    /// Where the journal outlives its buyers.
    @Test func aBuyerWhoWasDeletedHasNoBalanceToMiss() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sell("B", to: Books.boris)
        try books.sql("ALTER TABLE public.credit_transactions DROP CONSTRAINT credit_transactions_user_id_fkey")
        try books.application { application throws(PostgresError) in try application.deleteBuyer(Books.boris) }
        #expect(try books.lines("SELECT amount::text AS line FROM public.credit_transactions") == ["50", "50"])
        let night = try await books.night()
        #expect(night.findings.filter { $0.kind == .balanceDrift } == [])
    }

    @Test func whereNoBalancesAreKeptNoneIsMissing() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.sql("DELETE FROM public.user_credits")
        #expect(try await books.night().found == [])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // Two sales in one second, and credits that were used.
        try books.sell("first")
        try books.sell("second")
        try books.give(-10, for: nil, type: "consume")
        // A journal that is younger than the balance.
        try books.sell("third", to: Books.boris)
        try books.sql(
            "UPDATE public.credit_transactions SET balance_before = 30, balance_after = 80 WHERE user_id = $1",
            [.uuid(Books.boris)]
        )
        try books.sql("UPDATE public.user_credits SET balance = 80 WHERE user_id = $1", [.uuid(Books.boris)])
        #expect(try await books.night().found == [])
    }
}
