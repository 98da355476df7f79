import PostgresLedger
import Reconciliation
import Testing
import TestSupport

@Suite struct ConnectionTests {
    let database: TestDatabase
    let connection: Connection

    init() throws {
        database = try TestDatabase.empty()
        connection = try database.connect()
    }

    @Test func everyParameterComesBackAsItWasSent() throws {
        let moment = Instant(secondsSinceEpoch: 1_795_400_100)
        let row = try connection.query(
            """
            SELECT $1 AS text, $2 AS integer, $3 AS boolean, $4 AS numeric, $5 AS instant, $6 ->> 'credits' AS json,
                   $7 AS uuid, array_to_json($8) AS texts, array_to_json($9) AS integers
            """,
            [
                .text("'; drop table \"x\"; \\ %s $1 ü🙂"), .integer(.min), .boolean(true), .numeric("12.30"),
                .instant(moment), .json(#"{"credits": "abc"}"#), .uuid("B0E1F7A0-0000-4000-8000-000000000001"),
                .texts(["a,b", "{\"}", "back\\slash", "", "NULL", nil]), .integers([1, nil, .max]),
            ]
        )[0]
        #expect(try row.text("text") == "'; drop table \"x\"; \\ %s $1 ü🙂")
        #expect(try row.integer("integer") == .min)
        #expect(try row.boolean("boolean"))
        #expect(try row.text("numeric") == "12.30")
        #expect(try row.instant("instant") == moment)
        #expect(try row.text("json") == "abc")
        #expect(try row.text("uuid") == "b0e1f7a0-0000-4000-8000-000000000001")
        #expect(try row.text("texts") == #"["a,b","{\"}","back\\slash","","NULL",null]"#)
        #expect(try row.text("integers") == "[1,null,9223372036854775807]")
    }

    @Test func nilIsNull() throws {
        let row = try connection.query(
            "SELECT $1 AS text, $2 AS integer, $3 AS boolean, $4 AS instant",
            [.text(nil), .integer(nil), .boolean(nil), .instant(nil)]
        )[0]
        #expect(try row.optionalText("text") == nil)
        #expect(try row.optionalInteger("integer") == nil)
        #expect(try row.optionalBoolean("boolean") == nil)
        #expect(try row.optionalInstant("instant") == nil)
    }

    @Test func aTextWithANULIsRefusedInsteadOfCutShort() {
        #expect(throws: PostgresError.invalidParameter(statement: "SELECT $1, $2", position: 2)) {
            try connection.query("SELECT $1, $2", [.text("cs_1"), .text("cs_2\u{0}cs_3")])
        }
    }

    @Test func aDecodingErrorNamesStatementAndColumn() throws {
        let row = try connection.query("SELECT NULL AS a, 'x' AS b")[0]
        let statement = "SELECT NULL AS a, 'x' AS b"
        #expect(throws: PostgresError.decoding(statement: statement, column: "a", problem: "is NULL")) {
            try row.text("a")
        }
        #expect(throws: PostgresError.decoding(statement: statement, column: "b", problem: "is not a whole number")) {
            try row.integer("b")
        }
        #expect(throws: PostgresError.decoding(statement: statement, column: "c", problem: "is not in the result")) {
            try row.text("c")
        }
    }

    @Test func theServersRefusalIsToldInFull() throws {
        try connection.execute(script: "CREATE TABLE public.sale (id text CONSTRAINT sale_is_known_once PRIMARY KEY)")
        try connection.query("INSERT INTO public.sale VALUES ($1)", [.text("cs_1")])
        let error = try #require(throws: PostgresError.self) {
            try connection.query("INSERT INTO public.sale VALUES ($1)", [.text("cs_1")])
        }
        guard case .server(let refusal) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(refusal.sqlState == .uniqueViolation)
        #expect(refusal.constraint == "sale_is_known_once")
        #expect(refusal.table == "sale")
        #expect(refusal.schema == "public")
        #expect(refusal.detail == "Key (id)=(cs_1) already exists.")
        #expect(error.violatesUniqueness(ofConstraintPrefixed: "sale_is_known"))
        #expect(!error.violatesUniqueness(ofConstraintPrefixed: "user_"))
        #expect(!error.description.contains("cs_1"), "a log line quotes no row")
    }

    @Test func anErrorInsideAFunctionSaysWhere() throws {
        try connection.execute(
            script: """
                CREATE FUNCTION public.grant_credits() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'insufficient credits' USING HINT = 'buy some';
                END $$
                """
        )
        let error = try #require(throws: PostgresError.self) { try connection.query("SELECT public.grant_credits()") }
        #expect(
            error.description
                == "SELECT public.grant_credits(): insufficient credits "
                + "(P0001, in PL/pgSQL function public.grant_credits() line 3 at RAISE)"
        )
    }

    @Test func noticesAreKeptUntilTheyAreTaken() throws {
        try connection.execute(script: "DO $$ BEGIN RAISE NOTICE 'column added'; RAISE WARNING 'no index'; END $$")
        #expect(
            connection.takeNotices().map { "\($0.severity) \($0.message)" } == [
                "NOTICE column added", "WARNING no index",
            ]
        )
        #expect(connection.takeNotices().isEmpty)
    }

    @Test func rowsArriveOneByOneAndCanBeLeftAtAnyTime() throws {
        var sum: Int64 = 0
        try connection.forEachRow(of: "SELECT n FROM pg_catalog.generate_series(1, $1) AS n", [.integer(1_000)]) {
            row throws(PostgresError) in sum += try row.integer("n")
        }
        #expect(sum == 500_500)

        var seen = 0
        #expect(throws: PostgresError.rolledBackAtCommit) {
            try connection.forEachRow(of: "SELECT n FROM pg_catalog.generate_series(1, 10000000) AS n") {
                _ throws(PostgresError) in
                seen += 1
                if seen == 3 { throw .rolledBackAtCommit }
            }
        }
        #expect(seen == 3)
        #expect(try connection.query("SELECT 1 AS one")[0].integer("one") == 1, "the session is still of use")
    }

    @Test func theSessionIsTheSameWhateverTheDatabaseSays() throws {
        try connection.execute(
            script: """
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Kolkata''', current_database());
                    EXECUTE format('ALTER DATABASE %I SET DateStyle = ''German''', current_database());
                    EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database());
                END $$
                """
        )
        let session = try database.connect()
        let row = try session.query(
            """
            SELECT '2026-11-23T02:15:00Z'::timestamptz AS moment, current_setting('search_path') AS path,
                   current_setting('application_name') AS application
            """
        )[0]
        #expect(try row.text("moment") == "2026-11-23 02:15:00+00")
        #expect(try row.text("path") == "pg_catalog, pg_temp")
        #expect(try row.text("application") == "tieout")
        #expect(session.roleSearchPath == "app, public")
    }

    @Test func aConnectionThatWasTerminatedIsLost() throws {
        let victim = try database.connect()
        let process = try victim.query("SELECT pg_backend_pid() AS pid")[0].integer("pid")
        try connection.query("SELECT pg_terminate_backend($1::int)", [.integer(process)])
        let error = try #require(throws: PostgresError.self) { try victim.query("SELECT 1") }
        guard case .connectionLost(during: "SELECT 1", _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(victim.isLost)
    }

    @Test func nobodyAtTheAddressIsOneError() throws {
        let nowhere = try ConnectionSettings(keywords: ["host": "/nonexistent", "dbname": "x", "user": "x"])
        let error = try #require(throws: PostgresError.self) { try Connection(nowhere) }
        guard case .cannotConnect = error else {
            Issue.record("\(error)")
            return
        }
    }
}
