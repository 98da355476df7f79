import PostgresLedger
import ReferenceApplication
import Testing
import TestSupport

/// What the server's catalog says of tables and functions, read from a real one.
@Suite struct CatalogTests {
    private func catalog(_ script: String) async throws -> DatabaseCatalog {
        let database = try TestDatabase.empty()
        try database.connect().execute(script: "SET search_path = public; " + script)
        return try await database.ledger().catalog()
    }

    @Test func tablesColumnsKeysAndWordsAreRead() async throws {
        let catalog = try await catalog(
            """
            CREATE TYPE kind AS ENUM ('topup', 'spend');
            CREATE DOMAIN credits AS integer CHECK (VALUE >= 0);
            CREATE TABLE users (id bigserial PRIMARY KEY, email text UNIQUE);
            CREATE TABLE journal (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                user_id bigint NOT NULL REFERENCES users,
                kind kind NOT NULL,
                amount credits,
                status varchar(10) CHECK (status IN ('open', 'paid')),
                gone text
            );
            ALTER TABLE journal DROP COLUMN gone;
            CREATE SCHEMA storage; CREATE TABLE storage.objects (id int);
            CREATE VIEW seen AS SELECT * FROM users;
            """
        )
        let journal = CatalogTable(
            "journal",
            [
                CatalogColumn("id", CatalogType("uuid"), isPrimaryKey: true, isUnique: true),
                CatalogColumn(
                    "user_id",
                    CatalogType("int8"),
                    isRequired: true,
                    target: CatalogTarget("users", "id")
                ),
                CatalogColumn("kind", CatalogType("kind", category: "E"), isRequired: true, words: ["topup", "spend"]),
                CatalogColumn("amount", CatalogType("int4")),
                CatalogColumn("status", CatalogType("varchar"), words: ["open", "paid"]),
            ]
        )
        let users = CatalogTable(
            "users",
            [
                CatalogColumn("id", CatalogType("int8"), isPrimaryKey: true, isUnique: true),
                CatalogColumn("email", CatalogType("text"), isUnique: true),
            ]
        )
        #expect(catalog.tables == [journal, users])
    }

    @Test func functionsAreReadWithWhatACallerGives() async throws {
        let catalog = try await catalog(
            """
            CREATE FUNCTION give(p_user uuid, int, p_note text DEFAULT NULL, OUT success boolean, OUT balance int)
                LANGUAGE sql AS 'SELECT true, 1';
            CREATE FUNCTION give(p_user uuid) RETURNS jsonb LANGUAGE sql AS $$ SELECT '{}'::jsonb $$;
            CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE PROCEDURE settle() LANGUAGE sql AS 'SELECT 1';
            """
        )
        #expect(
            catalog.functions.map(\.signature)
                == ["public.give(uuid,integer,text)", "public.give(uuid)", "public.settle()", "public.touched()"]
        )
        let function = try #require(catalog.functions.first)
        #expect(
            function.arguments == [
                CatalogArgument("p_user", CatalogType("uuid")), CatalogArgument(nil, CatalogType("int4")),
                CatalogArgument("p_note", CatalogType("text"), hasDefault: true),
            ]
        )
        #expect(function.successColumn == "success")
        #expect(catalog.functions.map(\.result) == ["record", "jsonb", "void", "trigger"])
        #expect(catalog.functions.map(\.isProcedure) == [false, false, true, false])
        #expect(catalog.functions.map(\.isTrigger) == [false, false, false, true])
    }

    @Test func theReferenceLedgerAsFoundIsKnownByName() async throws {
        let database = try TestDatabase.empty()
        try ReferenceApplication(database.connect()).createLedgerAsFound()
        let proposal = Recogniser(catalog: try await database.ledger().catalog()).proposal()
        #expect(proposal.preset == .reference)
        #expect(proposal.isComplete)
    }

    /// Without its name, by its shape alone: every table and the function are found where they are.
    @Test func theReferenceLedgerIsRecognisedByItsShapeToo() async throws {
        let database = try TestDatabase.empty()
        let connection = try database.connect()
        try ReferenceApplication(connection).createLedgerAsFound()
        try connection.execute(script: "ALTER TABLE public.user_credits RENAME COLUMN lifetime_earned TO earned")
        let proposal = Recogniser(catalog: try await database.ledger().catalog()).proposal()
        #expect(proposal.preset == nil)
        #expect(proposal.isComplete)
        var expected = LedgerMapping.reference
        expected.tables[.capacity] = nil
        expected.tables[.user]?.columns["email"] = nil
        expected.tables[.balance]?.columns["lifetime_earned"] = nil
        #expect(proposal.mapping == expected)
    }

    /// A ledger that the program creates itself is the reference ledger.
    @Test func theLedgerThatIsCreatedIsKnownByName() async throws {
        let database = try await TestDatabase.make()
        #expect(Recogniser(catalog: try await database.ledger().catalog()).proposal().preset == .reference)
    }
}
