import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Databases that a run cannot work on. One grant is due; none is made.
@Suite struct BadDatabaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What is done to the database.
        let damage: String
        let status: Int32
        let says: [String]
    }

    @Test(arguments: [
        Case(
            testDescription: "the purchase log is missing",
            damage: "DROP TABLE public.user_credit_purchases CASCADE",
            status: 78,
            says: ["missing: ", "user_credit_purchases", "tieout migrate --ledger"]
        ),
        Case(
            testDescription: "a column is missing",
            damage: "ALTER TABLE public.user_credit_purchases DROP COLUMN stripe_session_id CASCADE",
            status: 78,
            says: ["user_credit_purchases (stripe_session_id)", "tieout migrate --ledger"]
        ),
        Case(
            testDescription: "Tieout's schema is missing",
            damage: "DROP SCHEMA tieout CASCADE",
            status: 78,
            says: ["schema tieout", "tieout migrate"]
        ),
        Case(
            testDescription: "the function is missing",
            damage: "DROP FUNCTION public.update_user_credits",
            status: 78,
            says: ["there is no function public.update_user_credits", "tieout migrate --ledger"]
        ),
        Case(
            testDescription: "the function takes other arguments",
            damage: """
                DROP FUNCTION public.update_user_credits;
                CREATE FUNCTION public.update_user_credits(id uuid, amount integer) RETURNS void
                LANGUAGE sql AS 'SELECT';
                """,
            status: 78,
            says: ["update_user_credits(uuid,integer) has no argument p_user_id", "it has id, amount"]
        ),
        Case(
            testDescription: "the function raises",
            damage: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'credits are closed for stocktaking'; END $$;
                """,
            status: 78,
            says: ["update_user_credits cannot run: credits are closed for stocktaking, line 1"]
        ),
        Case(
            testDescription: "the function does nothing",
            damage: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE sql SECURITY DEFINER AS
                $$ SELECT * FROM public.user_credits LIMIT 1 $$;
                """,
            status: 78,
            says: ["trial_grant"]
        ),
    ])
    func nothingIsWritten(_ wrong: Case) async throws {
        let night = try await OneMissedSale()
        try night.database.connect().execute(script: wrong.damage)
        let before = try Books(of: night.database)

        let ending = try night.program.run(night.applied)
        #expect(ending.status == wrong.status)
        #expect(ending.output == "")
        for words in wrong.says { #expect(ending.notes.contains(words), "\(ending.notes)") }
        #expect(try Books(of: night.database) == before)
        let object = try night.program.run(night.applied + ["--output", "json"]).json()
        #expect(object.number("exit_status") == Int(wrong.status))

        let doctor = try night.program.run("doctor")
        #expect(doctor.status == wrong.status)
        for words in wrong.says { #expect(doctor.output.contains(words), "\(doctor.output)") }
        #expect(try Books(of: night.database) == before)
    }

    @Test func aRoleThatMayNotGrantIsTurnedAwayBeforeTheRun() async throws {
        let night = try await OneMissedSale()
        try night.database.connect().execute(
            script: """
                DO $$ BEGIN CREATE ROLE tieout_clerk LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
                GRANT USAGE ON SCHEMA public, auth, tieout TO tieout_clerk;
                GRANT ALL ON ALL TABLES IN SCHEMA public, auth, tieout TO tieout_clerk;
                GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tieout TO tieout_clerk;
                """
        )
        let before = try Books(of: night.database)
        let url = night.database.url.replacing("//postgres@", with: "//tieout_clerk@")
        let ending = try night.program.with(["DATABASE_URL": url]).run(night.applied)
        #expect(ending.status == 77)
        #expect(ending.notes.contains("role tieout_clerk may not execute"))
        #expect(ending.notes.contains("GRANT EXECUTE ON FUNCTION"))
        #expect(try Books(of: night.database) == before)
    }

    struct Address: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let url: String
        let status: Int32
        let says: String
    }

    @Test(arguments: [
        Address(
            testDescription: "nobody listens",
            url: "postgresql://u:hunter2@127.0.0.1:9/db",
            status: 69,
            says: "127.0.0.1"
        ),
        Address(
            testDescription: "no such host",
            url: "postgresql://u:hunter2@db.invalid/db",
            status: 69,
            says: "db.invalid"
        ),
        Address(
            testDescription: "another scheme",
            url: "mysql://u:hunter2@localhost/db",
            status: 78,
            says: "postgresql://"
        ),
        Address(testDescription: "no port", url: "postgresql://u:hunter2@localhost:port/db", status: 78, says: "port"),
        Address(
            testDescription: "an unescaped password",
            url: "postgresql://u:hun/ter2@localhost/db",
            status: 78,
            says: "%2F"
        ),
        Address(testDescription: "no URL", url: "hunter2", status: 78, says: "postgresql://"),
    ])
    func anAddressThatLeadsNowhereIsNamedWithoutItsPassword(_ wrong: Address) throws {
        let stripe = try Server(StripeAccount())
        let program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout", "DATABASE_URL": wrong.url,
            ],
            folder: try WorkFolder()
        )
        for command in [["run", "--apply", "--since", "2026-11-01T00:00:00Z"], ["findings"], ["runs"], ["migrate"]] {
            let ending = try program.run(command)
            #expect(ending.status == wrong.status, "\(command): \(ending.notes)")
            #expect(ending.notes.contains(wrong.says), "\(ending.notes)")
            #expect(ending.notes.contains("Check DATABASE_URL"))
            #expect(!ending.notes.contains("hunter2") && !ending.notes.contains("ter2"))
        }
        let doctor = try program.run("doctor", "--output", "json")
        #expect(doctor.status == wrong.status)
        #expect(try doctor.json().objects("checks").last?.text("name") == "database")
        #expect(!(doctor.output + doctor.notes).contains("ter2"))
    }

    @Test func aDatabaseThatIsNotThereIsOutOfReach() async throws {
        let night = try await OneMissedSale()
        let url = night.database.url + "_of_last_year"
        let ending = try night.program.with(["DATABASE_URL": url]).run(night.applied)
        #expect(ending.status == 69)
        #expect(ending.notes.contains("does not exist"))
    }
}
