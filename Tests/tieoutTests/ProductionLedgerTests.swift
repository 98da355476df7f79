import Foundation
import LedgerCorpus
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The reference application's own production schema, over the real program: no Stripe id anywhere, and a granting function
/// that reads a column which the table does not have. Nothing is ever posted there; after the mend of docs/ledgers.md the
/// missed sale is granted, and the one that the ledger shows is not.
@Suite struct ProductionLedgerTests {
    private let database: TestDatabase
    private let stripe: Server
    private let program: Program
    private let now = Int64(Date().timeIntervalSince1970)

    init() async throws {
        let corpus = try #require(CorpusLedger.all.first { $0.name == "production" })
        database = try TestDatabase.empty()
        try database.connect().execute(script: "SET search_path = public; \(corpus.sql)")
        // The corpus numbers its rows itself.
        try database.connect().query("SELECT setval('public.user_credit_purchases_id_seq', 100)")
        var account = StripeAccount()
        for (name, minor, user, package, credits) in [
            ("A", 2_000, corpus.anna, "creative", "50"), ("B", 500, corpus.boris, "starter", "10"),
        ] {
            account.addSale(
                name,
                of: Int64(minor),
                at: now - 2 * 86_400,
                metadata: [
                    "type": "credit_purchase", "user_id": .string(user), "package_id": .string(package),
                    "credits": .string(credits),
                ]
            )
        }
        stripe = try Server(account)
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout", "DATABASE_URL": database.url,
            ],
            folder: try WorkFolder()
        )
        try program.folder.write("ledger:\n  preset: production\n", to: "tieout.yaml")
        #expect(try program.run("migrate").status == 0)
    }

    private var run: [String] { ["run", "--since", OneMissedSale.rfc3339(now - 7 * 86_400)] }
    private var applied: [String] { run + ["--apply"] }

    /// Both balances, the journal and the purchase log, as lines.
    private func books() throws -> [String] {
        try database.connect().query(
            """
            SELECT line FROM (
                SELECT concat_ws(' ', 'balance', left(user_id::text, 1), current_balance) AS line FROM public.user_credits
                UNION ALL
                SELECT concat_ws(
                    ' ', 'movement', left(user_id::text, 1), transaction_type, credits_used,
                    to_jsonb(held) ->> 'reference_id'
                ) FROM public.credit_transactions AS held
                UNION ALL
                SELECT concat_ws(' ', 'purchase', left(user_id::text, 1), credits_purchased, status)
                FROM public.user_credit_purchases
            ) AS lines ORDER BY line
            """
        ).map { try $0.text("line") }
    }

    private static let asFound = ["balance a 7", "balance b 13", "purchase b 10 completed"]

    @Test func asItIsNothingIsPosted() throws {
        let before = try database.writesToTheLedger()
        let ending = try program.run(applied + ["--output", "json"])
        #expect(ending.status == 78, "\(ending.output)\(ending.notes)")
        let said = try ending.json()
        #expect(said.number("exit_status") == 78)
        #expect(
            said.text("error")?.contains("No movement and no purchase of this ledger carries a Stripe id") == true,
            "\(ending.output)"
        )
        #expect(try database.writesToTheLedger() == before)
        #expect(try books() == Self.asFound)
        #expect(program.folder.names(in: "reports") == [])

        let doctor = try program.run("doctor")
        #expect(doctor.output.contains("column \"balance\" does not exist"), "\(doctor.output)")
        #expect(doctor.output.contains("A run would plan, and refuse to post."), "\(doctor.output)")
    }

    /// A plan shows what webhooks owe: both sales, since nothing tells the one that was granted from the other.
    @Test func aPlanIsMadeAndSaysSo() throws {
        let before = try database.writesToTheLedger()
        let plan = try program.run(run + ["--output", "json"])
        #expect(plan.status == 2, "\(plan.output)\(plan.notes)")
        #expect(try plan.json().number("findings.missed_purchase") == 2)
        let file = "\(program.folder.path)/reports/latest/plan.json"
        let approved = try program.run("apply", file, "--approved-by", "Anna Weber")
        #expect(approved.status == 78, "an approval does not help: \(approved.output)\(approved.notes)")
        #expect(try database.writesToTheLedger() == before)
        #expect(try books() == Self.asFound)
    }

    /// The function alone mended, and the column alone added: each is not enough.
    @Test(arguments: [
        (
            """
            CREATE OR REPLACE FUNCTION public.update_user_credits(
                p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
            ) RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$
                UPDATE public.user_credits SET current_balance = current_balance + p_amount WHERE user_id = p_user_id
                RETURNING current_balance
            $$
            """,
            "carries a Stripe id"
        ),
        ("ALTER TABLE public.credit_transactions ADD COLUMN reference_id text", "column \"balance\" does not exist"),
    ])
    func halfOfTheMendIsNotEnough(_ script: String, _ words: String) throws {
        try database.connect().execute(script: script)
        try remap()
        let ending = try program.run(applied)
        #expect(ending.status == 78, "\(ending.output)\(ending.notes)")
        #expect(ending.notes.contains(words), "\(ending.notes)")
        #expect(try books() == Self.asFound)
    }

    /// `init` reads the ledger again, as it is now.
    private func remap() throws {
        try FileManager.default.removeItem(atPath: "\(program.folder.path)/tieout.yaml")
        let written = try program.run("init", "--write", "tieout.yaml")
        #expect([0, 2].contains(written.status), "\(written.output)\(written.notes)")
        let migrated = try program.run("migrate")
        #expect(migrated.status == 0, "\(migrated.output)\(migrated.notes)")
    }

    @Test func afterTheMendTheMissedSaleIsGrantedOnce() throws {
        let printed = try program.run("init", "--migration")
        let person = try database.connect()
        // psql, as a person would, sends one statement after the other: an index is not made concurrently otherwise.
        for statement in printed.output.statements { try person.execute(script: statement) }
        // The column is filled for the sale that the ledger has granted.
        try person.execute(
            script: """
                INSERT INTO public.credit_transactions (user_id, transaction_type, credits_used, reference_id)
                VALUES ('b0000000-0000-4000-8000-00000000000b', 'purchase', 10, 'cs_test_B')
                """
        )
        try remap()
        let doctor = try program.run("doctor")
        #expect(doctor.output.contains("A run would start, and post with --apply."), "\(doctor.output)")

        let ending = try program.run(applied + ["--output", "json"])
        #expect(try ending.json().number("grants.count") == 1, "\(ending.output)\(ending.notes)")
        let granted = [
            "balance a 57", "balance b 13", "movement a purchase 50 cs_test_A", "movement b purchase 10 cs_test_B",
            "purchase a 50 completed", "purchase b 10 completed",
        ]
        #expect(try books() == granted)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")

        #expect(try program.run(applied).status == 0)
        #expect(try books() == granted)
    }
}

extension String {
    /// The statements of a script, of which a function's body is the only one with a semicolon inside.
    fileprivate var statements: [String] {
        var (found, rest) = ([String](), "")
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            rest += line + "\n"
            let isInBody = rest.components(separatedBy: "$body$").count == 2
            guard line.hasSuffix(";"), !isInBody else { continue }
            found.append(rest)
            rest = ""
        }
        return found
    }
}
