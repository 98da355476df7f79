import PostgresLedger
import Testing
import TestSupport

/// Who may do what in the ledger that Tieout creates: Ada and Bob are buyers, both logged in as `authenticated`.
@Suite struct ReferenceLedgerRightsTests {
    private static let ada = "a0000000-0000-4000-8000-000000000001"
    private static let bob = "b0000000-0000-4000-8000-000000000002"

    let database: TestDatabase
    let session: Connection

    init() async throws {
        database = try await TestDatabase.make()
        session = try database.connect()
        try session.query("INSERT INTO auth.users (id) VALUES ($1), ($2)", [.uuid(Self.ada), .uuid(Self.bob)])
        for (buyer, credits) in [(Self.ada, 10), (Self.bob, 50)] {
            try session.query(
                "SELECT public.update_user_credits($1, $2::integer, 'purchase', NULL, $3)",
                [.uuid(buyer), .integer(Int64(credits)), .text("cs_\(credits)")]
            )
        }
    }

    /// Logs in as a role, and where it is a buyer as that one.
    private func act(as role: String, buyer: String = "") throws {
        try session.execute(script: "SET ROLE \(role); SET request.jwt.claim.sub = '\(buyer)'")
    }

    @Test func buyersSeeTheirOwnRowsOnly() throws {
        try act(as: "authenticated", buyer: Self.ada)
        let rows = try session.query("SELECT user_id, balance FROM public.user_credits")
        #expect(try rows.map { "\(try $0.text("user_id")) \(try $0.integer("balance"))" } == ["\(Self.ada) 10"])
        #expect(try session.query("SELECT FROM public.credit_transactions").count == 1)
        #expect(try session.query("SELECT FROM public.credit_packages").count == 4)
    }

    @Test func strangersSeeThePackagesThatAreForSale() throws {
        try session.execute(script: "UPDATE public.credit_packages SET is_active = false WHERE id = 'pro'")
        try act(as: "anon")
        #expect(try session.query("SELECT FROM public.credit_packages").count == 3)
        #expect(throws: PostgresError.self) { try session.query("SELECT FROM public.user_credits") }
    }

    @Test(arguments: ["anon", "authenticated"])
    func nobodyMintsCredits(role: String) throws {
        try act(as: role, buyer: Self.ada)
        let attempts: [Statement] = [
            "SELECT public.update_user_credits(auth.uid(), 1000000, 'bonus')",
            "UPDATE public.user_credits SET balance = 1000000",
            "INSERT INTO public.credit_transactions DEFAULT VALUES",
            "INSERT INTO public.user_credit_purchases DEFAULT VALUES",
            "UPDATE public.credit_packages SET price_usd = 0",
            "DELETE FROM public.checkout_sessions",
            "TRUNCATE public.payment_logs",
        ]
        for attempt in attempts {
            let error = #expect(throws: PostgresError.self) { try session.query(attempt) }
            #expect(error?.sqlState == .insufficientPrivilege, "\(attempt.name)")
        }
    }

    @Test func theServiceGrantsAndSeesAll() throws {
        try act(as: "service_role")
        try session.query(
            "SELECT public.update_user_credits($1, 5, 'bonus')",
            [.uuid(Self.ada)]
        )
        #expect(try session.query("SELECT FROM public.credit_transactions").count == 3)
    }

    /// A function of the attacker's own in a schema that is searched first would run with the definer's rights.
    @Test func theFunctionSearchesNoSchemaButItsOwn() throws {
        let row = try session.query(
            "SELECT prosecdef, proconfig::text AS config FROM pg_proc WHERE proname = 'update_user_credits'"
        )[0]
        #expect(try row.boolean("prosecdef"))
        #expect(try row.text("config") == #"{"search_path=pg_catalog, pg_temp"}"#)
    }

    @Test func theFunctionKeepsBalanceAndJournalTogether() throws {
        try session.query("SELECT public.update_user_credits($1, -4, 'consume')", [.uuid(Self.ada)])
        let error = #expect(throws: PostgresError.self) {
            try session.query("SELECT public.update_user_credits($1, -7, 'consume')", [.uuid(Self.ada)])
        }
        #expect(error?.sqlState == .raiseException)
        let account = try session.query(
            """
            SELECT balance, lifetime_earned, lifetime_consumed FROM public.user_credits WHERE user_id = $1
            """,
            [.uuid(Self.ada)]
        )[0]
        #expect(try account.integer("balance") == 6)
        #expect(try account.integer("lifetime_earned") == 10)
        #expect(try account.integer("lifetime_consumed") == 4)
        let journal = try session.query(
            """
            SELECT amount, balance_before, balance_after FROM public.credit_transactions WHERE user_id = $1
            ORDER BY balance_before
            """,
            [.uuid(Self.ada)]
        ).map { "\(try $0.integer("balance_before"))\(try $0.integer("amount"))=\(try $0.integer("balance_after"))" }
        #expect(journal == ["010=10", "10-4=6"])
    }
}
