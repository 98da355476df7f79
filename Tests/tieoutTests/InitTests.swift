import Foundation
import ReferenceApplication
import TestSupport
import Testing

/// `tieout init` on a database that it has never seen.
@Suite struct InitTests {
    private func program(on database: TestDatabase) throws -> Program {
        Program(environment: ["DATABASE_URL": database.url], folder: try WorkFolder())
    }

    private func database(_ script: String) throws -> TestDatabase {
        let database = try TestDatabase.empty()
        try database.connect().execute(script: "SET search_path = public; " + script)
        return database
    }

    @Test func theReferenceLedgerNeedsOneLineAndNothingElse() async throws {
        let database = try TestDatabase.empty()
        try ReferenceApplication(database.connect()).createLedgerAsFound()
        let program = try program(on: database)
        let ending = try program.run("init")
        #expect(ending.status == 0)
        #expect(ending.output.hasSuffix("\nledger:\n  preset: reference\n"))
        #expect(ending.notes.contains("the journal of credits    public.credit_transactions (certain)"))
        #expect(ending.notes.hasSuffix("Next: tieout doctor\n"))
        let json = try program.run("init", "--output", "json").json()
        #expect(json.text("preset") == "reference")
        #expect(json.text("yaml") == ending.output)
        #expect(json.objects("parts").compactMap { $0.text("purpose") }.contains("movement"))
    }

    @Test func aFileThatIsThereIsNeverOverwritten() async throws {
        let database = try await TestDatabase.make()
        let program = try program(on: database)
        #expect(try program.run("init", "--write", "tieout.yaml").status == 0)
        let written = try String(contentsOfFile: "\(program.folder.path)/tieout.yaml", encoding: .utf8)
        #expect(try program.run("init").output == written)
        try program.folder.write("apply: plan\n", to: "mine.yaml")
        let refused = try program.run("init", "--write", "mine.yaml")
        #expect(refused.status == 64)
        #expect(refused.notes.contains("mine.yaml is there already"))
        #expect(try String(contentsOfFile: "\(program.folder.path)/mine.yaml", encoding: .utf8) == "apply: plan\n")
        #expect(try program.run("init", "--write", "nowhere/tieout.yaml").status == 73)
    }

    @Test func anEmptyDatabaseAndOneWithoutALedgerAreSaidToBeSo() throws {
        let (nothing, articles) = (
            try TestDatabase.empty(), try database("CREATE TABLE articles (id int PRIMARY KEY, title text)")
        )
        let empty = try program(on: nothing).run("init")
        #expect(empty.status == 78)
        #expect(empty.notes.contains("holds no tables"))
        let shop = try program(on: articles).run("init")
        #expect(shop.status == 78)
        #expect(shop.notes.contains("none of the 1 table of database"))
        #expect(shop.notes.contains("docs/ledgers.md"))
    }

    @Test func whatFitsEquallyWellIsLeftToAPerson() throws {
        let database = try database(
            """
            CREATE TABLE user_credits (user_id uuid PRIMARY KEY, balance int);
            CREATE TABLE user_credit (user_id uuid PRIMARY KEY, balance int);
            CREATE TABLE credit_transactions (id uuid PRIMARY KEY, user_id uuid, amount int, reference_id text);
            """
        )
        let ending = try program(on: database).run("init")
        #expect(ending.status == 2)
        #expect(ending.notes.contains("left to you: public.user_credit and public.user_credits fit equally well"))
        #expect(ending.output.contains("# - public.user_credit and public.user_credits fit equally well"))
    }

    /// Purchases with Stripe's ids, no journal: what `init` writes is what doctor, migrate and run work with, unedited.
    @Test func aLedgerWithoutAJournalIsMappedWithNothingToEdit() throws {
        let database = try database(
            """
            CREATE TABLE profiles (id text PRIMARY KEY, email text);
            CREATE TABLE user_credits (user_id text PRIMARY KEY REFERENCES profiles, balance int NOT NULL DEFAULT 0);
            CREATE TABLE credit_purchases (
                id bigserial PRIMARY KEY, user_id text NOT NULL REFERENCES profiles, credits int NOT NULL, currency text,
                status text CHECK (status IN ('pending', 'paid', 'failed')), stripe_session_id text UNIQUE,
                created_at timestamptz DEFAULT now()
            );
            CREATE FUNCTION add_purchased_credits(user_id text, credits int) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE public.user_credits AS account SET balance = account.balance + add_purchased_credits.credits
                WHERE account.user_id = add_purchased_credits.user_id;
                RETURN FOUND;
            END $$;
            INSERT INTO profiles VALUES ('anna', 'a@example.com');
            INSERT INTO user_credits VALUES ('anna', 7);
            """
        )
        let program = try program(on: database)
        #expect(try program.run("init", "--write", "tieout.yaml").status == 0)
        #expect(try program.run("migrate").status == 0)
        let doctor = try program.run("doctor", "--output", "json").json()
        let refused = doctor.objects("checks").filter { $0.text("verdict") == "refuse" }.compactMap { $0.text("name") }
        #expect(refused == ["key"], "there is no key in this test")
        #expect(doctor.objects("checks").last?.text("name") == "trial_grant")
    }
}
