import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// What the doctor says of ledgers as they are found. It changes nothing, whatever it sees.
@Suite struct DoctorTests {
    /// The weaknesses that the reference schema has everywhere.
    @Test func theReferenceLedgerAsFoundIsOpenToEverybody() async throws {
        let ward = try await Ward()
        let before = try Books(of: ward.database)
        let ending = try ward.program.run("doctor")
        #expect(ending.status == 0)
        let function = "public.update_user_credits(uuid, integer, text, text, text, jsonb)"
        let lines = ending.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        let start = try #require(lines.firstIndex { $0.contains(" tables ") })
        let golden = """
            ok tables all mapped tables and columns are there
            ok rights the role may read and write what it has to
            ok row_security hides no rows from the role
            ok schema schema tieout is up to date
            ok own_rights role postgres may plan and post
            ok mode the newest references of the ledger name 0 live and 0 test sessions
            ok evidence earlier grants carry a Stripe id in the journal of credits (reference_id), the journal of credits (metadata) and the purchase log (stripe_session_id)
            ok function public.update_user_credits(uuid,integer,text,text,text,jsonb) is there and may be executed
            ok overloads no other function has its name
            WARNING callers PUBLIC may execute public.update_user_credits: whoever is logged in can give themselves credits, unless the function itself refuses
            REVOKE EXECUTE ON FUNCTION \(function) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION \(function) TO service_role;
            WARNING search_path public.update_user_credits runs with its owner's rights and its caller's search path: a caller can put a table of their own in the place of the ledger's
            ALTER FUNCTION \(function) SET search_path = pg_catalog, public, pg_temp;
            WARNING owner it runs with the rights of postgres, a superuser: a flaw in it opens the whole server
            Give it to a role that owns the ledger's tables and nothing else: ALTER FUNCTION … OWNER TO …;
            WARNING guard public.credit_transactions has no unique index on reference_id: a webhook that arrives late can grant a second time
            Run: tieout migrate --guard (--print shows the SQL).
            ok trial_grant one credit, given and rolled back, did what a grant does and nothing else
            ok package_prices no active package names a price of Stripe's
            A run would start, and post with --apply. 4 warnings to look at.
            """
        #expect(lines[start...].joined(separator: "\n") == golden)
        #expect(try Books(of: ward.database) == before)
    }

    /// The remedies are SQL that can be run, and after them nothing is left to say.
    @Test func theRemediesRemedy() async throws {
        let ward = try await Ward(
            "DO $$ BEGIN CREATE ROLE \(Self.owner); EXCEPTION WHEN duplicate_object THEN END $$"
        )
        let checks = try ward.program.run("doctor", "--output", "json").json().objects("checks")
        for check in checks where ["callers", "search_path"].contains(check.text("name")) {
            for line in check.texts("remedy") { try ward.database.connect().execute(script: line) }
        }
        try ward.database.connect().execute(
            script: """
                GRANT USAGE, CREATE ON SCHEMA public TO \(Self.owner);
                ALTER FUNCTION public.update_user_credits OWNER TO \(Self.owner);
                ALTER TABLE public.user_credits OWNER TO \(Self.owner);
                ALTER TABLE public.credit_transactions OWNER TO \(Self.owner);
                """
        )
        #expect(try ward.program.run("migrate", "--guard").status == 0)
        let ending = try ward.program.run("doctor")
        #expect(ending.status == 0)
        #expect(!ending.output.contains("WARNING"), "\(ending.output)")
        #expect(ending.output.hasSuffix("A run would start, and post with --apply.\n"))
    }

    private static let owner = "tieout_test_ledger_owner"

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: String
        let check: String
        let verdict: String
        let status: Int32
        let says: [String]
    }

    private static let function = "public.update_user_credits(uuid, integer, text, text, text, jsonb)"

    @Test(arguments: [
        Case(
            testDescription: "the API's roles may execute it by name",
            script:
                "REVOKE EXECUTE ON FUNCTION \(function) FROM PUBLIC; GRANT EXECUTE ON FUNCTION \(function) TO anon, authenticated",
            check: "callers",
            verdict: "warning",
            status: 0,
            says: ["anon and authenticated may execute", "FROM anon, authenticated;"]
        ),
        Case(
            testDescription: "it runs with its caller's rights on closed tables",
            script: "ALTER FUNCTION \(function) SECURITY INVOKER",
            check: "callers",
            verdict: "ok",
            status: 0,
            says: ["no more than their own rights"]
        ),
        Case(
            testDescription: "it runs with its caller's rights on open tables",
            script: "ALTER FUNCTION \(function) SECURITY INVOKER; GRANT UPDATE ON public.user_credits TO authenticated",
            check: "callers",
            verdict: "warning",
            status: 0,
            says: ["PUBLIC may execute"]
        ),
        Case(
            testDescription: "its search path has a schema that everybody may create in",
            script:
                "CREATE SCHEMA bazaar; GRANT CREATE ON SCHEMA bazaar TO PUBLIC; ALTER FUNCTION \(function) SET search_path = public, bazaar, pg_temp",
            check: "search_path",
            verdict: "warning",
            status: 0,
            says: ["bazaar, where everybody may create", "REVOKE CREATE ON SCHEMA bazaar FROM PUBLIC;"]
        ),
        Case(
            testDescription: "its search path leaves the temporary schema first",
            script: "ALTER FUNCTION \(function) SET search_path = public",
            check: "search_path",
            verdict: "warning",
            status: 0,
            says: ["does not end with pg_temp", "SET search_path = public, pg_temp;"]
        ),
        Case(
            testDescription: "another function has its name",
            script: "CREATE FUNCTION public.update_user_credits(uuid, integer) RETURNS void LANGUAGE sql AS 'SELECT'",
            check: "overloads",
            verdict: "warning",
            status: 0,
            says: ["public.update_user_credits(uuid,integer) has the same name"]
        ),
        Case(
            testDescription: "references that were granted twice",
            script: """
                INSERT INTO public.credit_transactions (user_id, type, amount, balance_before, balance_after, reference_id)
                SELECT id, 'purchase', 5, 0, 5, 'cs_test_twice' FROM auth.users, generate_series(1, 2)
                """,
            check: "guard",
            verdict: "warning",
            status: 0,
            says: ["cs_test_twice (2 times)", "for rows from today on"]
        ),
        Case(
            testDescription: "a guard",
            script: "CREATE UNIQUE INDEX once ON public.credit_transactions (reference_id) WHERE type = 'purchase'",
            check: "guard",
            verdict: "ok",
            status: 0,
            says: ["came to nothing at the unique index public.once in a trial"]
        ),
        Case(
            testDescription: "the function reads a column that is not there",
            script: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE plpgsql AS $$
                DECLARE account public.user_credits;
                BEGIN
                    UPDATE public.user_credits
                    SET current_balance = current_balance + p_amount WHERE user_id = p_user_id;
                    RETURN account;
                END $$
                """,
            check: "trial_grant",
            verdict: "refuse",
            status: 78,
            says: ["update_user_credits cannot run: column \"current_balance\"", "does not exist", ", line 4"]
        ),
        Case(
            testDescription: "every transaction is read only",
            script:
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
            check: "database",
            verdict: "refuse",
            status: 78,
            says: ["read only", "default_transaction_read_only"]
        ),
        Case(
            testDescription: "it is a trigger function",
            script:
                "DROP FUNCTION public.update_user_credits; CREATE FUNCTION public.update_user_credits() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            check: "function",
            verdict: "refuse",
            status: 78,
            says: ["is a trigger function"]
        ),
    ])
    func eachWeaknessIsNamedWithWhatToDo(_ ledger: Case) async throws {
        let ward = try await Ward(ledger.script)
        let before = try Books(of: ward.database)
        let (status, check) = try ward.check(ledger.check)
        #expect(status == ledger.status)
        #expect(check?.text("verdict") == ledger.verdict)
        let text = ([check?.text("reason") ?? ""] + (check?.texts("remedy") ?? [])).joined(separator: "\n")
        for words in ledger.says { #expect(text.contains(words), "\(text)") }
        #expect(try Books(of: ward.database) == before)
    }

    /// A role that row-level security blinds sees an empty journal, in which every purchase looks missed.
    @Test func aRoleThatIsBlindedByRowLevelSecurityIsTurnedAway() async throws {
        let role = "tieout_test_blind"
        let ward = try await Ward(
            """
            DO $$ BEGIN CREATE ROLE \(role) LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
            GRANT USAGE ON SCHEMA public, auth TO \(role);
            GRANT ALL ON ALL TABLES IN SCHEMA public, auth TO \(role);
            """,
            migrated: false
        )
        let (status, check) = try ward.check("row_security", as: role)
        #expect(status == 77)
        #expect(check?.text("verdict") == "refuse")
        #expect(check?.text("reason")?.contains("row-level security hides rows from \(role)") == true)
        #expect(check?.text("reason")?.contains("public.user_credits (0 of about 1 rows)") == true)

        try ward.database.connect().execute(
            script: "ALTER TABLE public.credit_packages DISABLE ROW LEVEL SECURITY; GRANT service_role TO \(role)"
        )
        let (_, seen) = try ward.check("row_security", as: role)
        #expect(seen?.text("verdict") == "ok")
        #expect(seen?.text("reason") == "a policy shows the role every row")
        try ward.database.connect().execute(script: "REVOKE service_role FROM \(role)")
    }

    @Test func aRoleWithoutRightsIsToldWhichToAskFor() async throws {
        let role = "tieout_test_guest"
        let ward = try await Ward(
            """
            DO $$ BEGIN CREATE ROLE \(role) LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
            GRANT USAGE ON SCHEMA public, auth TO \(role);
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO \(role);
            """,
            migrated: false
        )
        let (status, check) = try ward.check("rights", as: role)
        #expect(status == 77)
        #expect(
            check?.texts("remedy") == [
                "GRANT SELECT ON auth.users TO \(role);", "GRANT UPDATE ON public.checkout_sessions TO \(role);",
                "GRANT INSERT, UPDATE ON public.invoice_logs TO \(role);",
                "GRANT INSERT, UPDATE ON public.payment_logs TO \(role);",
                "GRANT INSERT, UPDATE ON public.user_credit_purchases TO \(role);",
                "GRANT UPDATE ON public.user_credits TO \(role);",
            ]
        )
    }

    /// Not a row, not a relation, not a right, not a folder: nothing is different afterwards.
    @Test(arguments: [true, false])
    func nothingIsWritten(migrated: Bool) async throws {
        let ward = try await Ward(migrated: migrated)
        let (books, objects) = (try Books(of: ward.database), try objects(of: ward.database))
        #expect(try ward.program.run("doctor").status == (migrated ? 0 : 78))
        #expect(try Books(of: ward.database) == books)
        #expect(try self.objects(of: ward.database) == objects)
        #expect(!ward.program.folder.names(in: ".").contains("reports"))
    }

    /// Every relation with its file, and every function with its rights.
    private func objects(of database: TestDatabase) throws -> [String] {
        try database.connect().query(
            """
            SELECT concat_ws(' ', relation.oid::regclass, relation.relkind, relation.relfilenode, relation.relacl) AS line
            FROM pg_catalog.pg_class AS relation WHERE relation.oid >= 16384
            UNION ALL
            SELECT concat_ws(' ', procedure.oid::regprocedure, procedure.proacl, procedure.proconfig)
            FROM pg_catalog.pg_proc AS procedure WHERE procedure.oid >= 16384
            ORDER BY 1
            """
        ).map { try $0.text("line") }
    }

    /// PgBouncer itself, in both of its modes that hold a connection for a while.
    @Test(arguments: [("transaction", "refuse", Int32(78)), ("session", "ok", 0)])
    func aPoolerInTransactionModeIsRecognised(mode: String, verdict: String, status: Int32) async throws {
        let ward = try await Ward()
        let pooler = try TestPooler(before: ward.database, mode: mode)
        let program = ward.program.with(["DATABASE_URL": pooler.url])
        let ending = try program.run("doctor", "--output", "json")
        #expect(ending.status == status, "\(ending.output)")
        let check = try ending.json().objects("checks").first { $0.text("name") == "pooler" }
        #expect(check?.text("verdict") == verdict)
        #expect(check?.text("reason")?.contains("a pooler in \(mode) mode") == true)
        // A run refuses as well, before it writes.
        let run = try program.run("run", "--since", "2026-11-01T00:00:00Z", "--until", "2026-11-02T00:00:00Z")
        #expect((run.status == 78) == (status == 78), "\(run.notes)")
    }
}
