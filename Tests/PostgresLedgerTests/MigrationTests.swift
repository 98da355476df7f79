import PostgresLedger
import Reconciliation
import Testing
import TestSupport

@Suite struct MigrationTests {
    /// The relations of schema `tieout` with their columns and types.
    private func schema(_ database: TestDatabase) throws -> [String] {
        try database.connect().query(
            """
            SELECT table_name || '.' || column_name || ' ' || data_type AS line
            FROM information_schema.columns WHERE table_schema = 'tieout' ORDER BY table_name, ordinal_position
            """
        ).map { try $0.text("line") }
    }

    @Test func aSecondMigrationChangesNothing() async throws {
        let database = try await TestDatabase.make()
        let before = try schema(database)
        let report = try await database.ledger().migrate()
        #expect(report == MigrationReport())
        #expect(try schema(database) == before)
    }

    @Test func whatIsPendingIsWhatIsDone() async throws {
        let database = try TestDatabase.empty()
        let ledger = try await database.ledger()
        let pending = try await ledger.pendingMigrations()
        #expect(try await ledger.migrate().changes == pending)
        #expect(pending.first == "applied schema_0001_tables")
        #expect(try await ledger.pendingMigrations().isEmpty)
        try await ledger.createOrCompleteLedger()
        #expect(try await ledger.pendingMigrations().contains("defined view tieout.ledger_balance"))
        withExtendedLifetime(database) {}
    }

    @Test func withoutALedgerEveryViewIsThereAndHasNoRows() async throws {
        let bare = try TestDatabase.empty()
        try await bare.ledger().migrate()
        let session = try bare.connect()
        for view in LedgerView.allCases {
            #expect(try session.query(.count(view))[0].integer("count") == 0, "\(view)")
        }
        // The same columns as over a whole ledger, so that every rule can be asked of either.
        let whole = try await TestDatabase.make()
        func views(_ database: TestDatabase) throws -> [String] {
            try schema(database).filter { $0.hasPrefix("ledger_") }
        }
        #expect(try views(bare) == views(whole))
    }

    @Test func viewsAreMadeAnewWhenTheLedgerGainsATable() async throws {
        let database = try TestDatabase.empty()
        let ledger = try await database.ledger()
        try await ledger.migrate()
        try await ledger.createOrCompleteLedger()
        let report = try await ledger.migrate()
        #expect(report.changes.contains("defined view tieout.ledger_package"))
        #expect(try database.connect().query(.count(.package))[0].integer("count") == 4)
        #expect(try await ledger.migrate() == MigrationReport())
    }

    @Test func aColumnThatIsMissingIsNull() async throws {
        let database = try await TestDatabase.make()
        let session = try database.connect()
        try session.execute(
            script: """
                ALTER TABLE public.user_credit_purchases DROP COLUMN stripe_session_id CASCADE;
                INSERT INTO public.user_credit_purchases (credits_purchased, amount_paid_usd) VALUES (10, 5.00);
                """
        )
        try await database.ledger().migrate()
        let row = try session.query("SELECT credits, stripe_session_id FROM tieout.ledger_purchase")[0]
        #expect(try row.integer("credits") == 10)
        #expect(try row.optionalText("stripe_session_id") == nil)
    }

    @Test func aMappingNamesOtherTablesAndColumns() async throws {
        let database = try TestDatabase.empty()
        let session = try database.connect()
        try session.execute(
            script: """
                CREATE SCHEMA "the app";
                CREATE TABLE "the app"."Credit""Log" (
                    "no" bigint, "who" bigint, "howMany" integer, "when" timestamp, "currency" char(3)
                );
                INSERT INTO "the app"."Credit""Log" VALUES (7, 42, -3, '2026-11-23 02:15:00', 'EUR');
                """
        )
        var mapping = LedgerMapping(tables: [:])
        mapping.tables[.movement] = MappedTable(
            schema: "the app",
            "Credit\"Log",
            ["ledger_id": "no", "user_id": "who", "credits": "howMany", "created_at": "when"]
        )
        try await database.ledger(mapping: mapping).migrate()
        let row = try session.query("SELECT ledger_id, user_id, credits, created_at FROM tieout.ledger_movement")[0]
        #expect(try row.text("ledger_id") == "7")
        #expect(try row.text("user_id") == "42")
        #expect(try row.integer("credits") == -3)
        #expect(try row.instant("created_at") == Instant(rfc3339: "2026-11-23T02:15:00Z"))
    }

    @Test func postingWritesThroughItsViews() async throws {
        let database = try await TestDatabase.make()
        let session = try database.connect()
        try session.execute(
            script: """
                INSERT INTO tieout.posting_purchase (credits, amount, status, stripe_session_id)
                VALUES (50, 20.00, 'completed', 'cs_1')
                """
        )
        let row = try session.query("SELECT * FROM public.user_credit_purchases")[0]
        #expect(try row.integer("credits_purchased") == 50)
        #expect(try row.text("stripe_session_id") == "cs_1")
        #expect(try !row.text("id").isEmpty, "the table's own defaults hold")
    }

    @Test func nobodyElseSeesTheSchema() async throws {
        let database = try await TestDatabase.make()
        let session = try database.connect()
        let error = try #require(throws: PostgresError.self) {
            try session.execute(script: "SET ROLE authenticated; SELECT * FROM tieout.finding")
        }
        #expect(error.sqlState == .insufficientPrivilege)
    }

    @Test func thePrintedScriptDoesTheSame() async throws {
        let printed = try TestDatabase.empty()
        let script = try await printed.ledger().migrationScript()
        try printed.connect().execute(script: script)
        let migrated = try TestDatabase.empty()
        try await migrated.ledger().migrate()
        #expect(try schema(printed) == schema(migrated))
        #expect(try await printed.ledger().migrate() == MigrationReport())
    }

    @Test func twoMigrationsAtOnceAreOne() async throws {
        let database = try TestDatabase.empty()
        let reports = try await withThrowingTaskGroup(of: MigrationReport.self) { group in
            for _ in 0..<4 { group.addTask { try await database.ledger().migrate() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.filter { !$0.changes.isEmpty }.count == 1)
    }

    @Test(arguments: RecordKind.allCases)
    func aStageTableHasTheColumnsOfItsRecords(kind: RecordKind) async throws {
        let database = try await TestDatabase.make()
        let rows = try database.connect().query(
            """
            SELECT column_name, data_type, is_nullable = 'NO' AS is_required FROM information_schema.columns
            WHERE table_schema = 'tieout' AND table_name = $1 ORDER BY ordinal_position
            """,
            [.text(kind.stageRelation)]
        )
        let columns = try rows.map {
            "\(try $0.text("column_name")) \(try $0.text("data_type")) \(try $0.boolean("is_required"))"
        }
        let expected = RecordSchema.of(kind).columns.map { "\($0.name) \($0.type.sqlName) \($0.isRequired)" }
        #expect(columns == expected)
    }
}

extension ColumnType {
    /// How `information_schema` calls the type of such a column in the stage.
    fileprivate var sqlName: String {
        switch self {
        case .text, .reference: "text"
        case .integer: "bigint"
        case .boolean: "boolean"
        case .instant: "timestamp with time zone"
        case .json: "jsonb"
        }
    }
}

extension Statement {
    /// How many rows a view has.
    fileprivate static func count(_ view: LedgerView) -> Statement {
        switch view {
        case .user: "SELECT count(*) AS count FROM tieout.ledger_user"
        case .checkout: "SELECT count(*) AS count FROM tieout.ledger_checkout"
        case .purchase: "SELECT count(*) AS count FROM tieout.ledger_purchase"
        case .movement: "SELECT count(*) AS count FROM tieout.ledger_movement"
        case .payment: "SELECT count(*) AS count FROM tieout.ledger_payment"
        case .invoice: "SELECT count(*) AS count FROM tieout.ledger_invoice"
        case .package: "SELECT count(*) AS count FROM tieout.ledger_package"
        case .balance: "SELECT count(*) AS count FROM tieout.ledger_balance"
        case .subscription: "SELECT count(*) AS count FROM tieout.ledger_subscription"
        case .capacity: "SELECT count(*) AS count FROM tieout.ledger_capacity"
        }
    }
}
