import PostgresLedger
import Testing
import TestSupport

@Suite struct ReferenceLedgerTests {
    static let tables = [
        "checkout_sessions", "user_credit_purchases", "user_credits", "credit_transactions", "credit_packages",
        "payment_logs", "invoice_logs",
    ]

    @Test func fromNothingToAWholeLedgerAndNoFurther() async throws {
        let database = try TestDatabase.empty()
        let ledger = try await database.ledger()
        let first = try await ledger.createOrCompleteLedger()
        #expect(
            first.changes.filter { $0.hasPrefix("created table public.") }.sorted()
                == Self.tables.map { "created table public.\($0)" }.sorted()
        )
        #expect(first.remarks.isEmpty)

        let session = try database.connect()
        let catalog = try LedgerCatalog(session)
        #expect(try await ledger.createOrCompleteLedger() == MigrationReport())
        #expect(try LedgerCatalog(session) == catalog)
    }

    @Test func eachTableThatIsMissingComesBackAsItWas() async throws {
        let database = try await TestDatabase.make()
        let (ledger, session) = (try await database.ledger(), try database.connect())
        let whole = try LedgerCatalog(session)
        for table in Self.tables {
            try session.execute(script: "DROP TABLE public.\(table) CASCADE")
            #expect(try LedgerCatalog(session) != whole)
            let report = try await ledger.createOrCompleteLedger()
            #expect(report.changes.contains("created table public.\(table)"))
            #expect(report.remarks.isEmpty)
            #expect(try LedgerCatalog(session) == whole, "\(table)")
        }
    }

    @Test func eachColumnThatIsMissingComesBackAsItWas() async throws {
        let database = try await TestDatabase.make()
        let (ledger, session) = (try await database.ledger(), try database.connect())
        let whole = try LedgerCatalog(session)
        let columns = try session.query(
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
            """
        ).map { (table: try $0.text("table_name"), column: try $0.text("column_name")) }
        #expect(columns.count == 69)
        for (table, column) in columns {
            // The default packages are rows, and rows would want values that nobody knows.
            try session.execute(
                script: "TRUNCATE public.credit_packages; ALTER TABLE public.\(table) DROP COLUMN \(column) CASCADE"
            )
            let report = try await ledger.createOrCompleteLedger()
            #expect(report.changes.first == "added column public.\(table).\(column)")
            #expect(report.remarks.isEmpty)
            #expect(try LedgerCatalog(session) == whole, "\(table).\(column)")
        }
    }

    /// An attempt that made two tables, one of them half, without rights and policies, and stopped.
    @Test func aHalfAppliedAttemptIsCompletedAndItsRowsAreKept() async throws {
        let database = try TestDatabase.empty()
        let session = try database.connect()
        try session.execute(
            script: """
                CREATE TABLE public.credit_packages (
                    id varchar(50) PRIMARY KEY, name varchar(100) NOT NULL, credits integer NOT NULL,
                    price_usd numeric(10,2) NOT NULL
                );
                INSERT INTO public.credit_packages VALUES ('mega', 'Mega', 9000, 900.00);
                CREATE TABLE public.user_credit_purchases (
                    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), status text, note text
                );
                INSERT INTO public.user_credit_purchases (status, note) VALUES ('odd', 'by hand');
                """
        )
        let ledger = try await database.ledger()
        let report = try await ledger.createOrCompleteLedger()
        #expect(
            report.remarks == [
                "public.user_credit_purchases.credits_purchased was added without NOT NULL, "
                    + "because the table has rows: fill it in, then add that",
                "public.user_credit_purchases.amount_paid_usd was added without NOT NULL, "
                    + "because the table has rows: fill it in, then add that",
            ]
        )
        let packages = try session.query("SELECT id, is_active FROM public.credit_packages")
        #expect(try packages.map { try $0.text("id") } == ["mega"], "an application's own packages stay alone")
        let purchase = try session.query(
            "SELECT status, note, pg_typeof(status)::text AS type, stripe_session_id FROM public.user_credit_purchases"
        )[0]
        #expect(try purchase.text("status") == "odd")
        #expect(try purchase.text("note") == "by hand")
        #expect(try purchase.text("type") == "text", "a column that is there keeps its type")
        #expect(try purchase.optionalText("stripe_session_id") == nil)
        #expect(try await ledger.createOrCompleteLedger() == MigrationReport())
        try await ledger.migrate()
        #expect(try session.query("SELECT * FROM tieout.ledger_purchase").count == 1)
    }

    @Test func aFunctionOfThatNameIsLeftAlone() async throws {
        let database = try TestDatabase.empty()
        let session = try database.connect()
        try session.execute(
            script: """
                CREATE FUNCTION public.update_user_credits(who bigint, how_many integer) RETURNS integer
                LANGUAGE sql AS 'SELECT 1'
                """
        )
        try await database.ledger().createOrCompleteLedger()
        let functions = try session.query(
            "SELECT oid::regprocedure::text AS signature FROM pg_proc WHERE proname = 'update_user_credits'"
        )
        #expect(try functions.map { try $0.text("signature") } == ["public.update_user_credits(bigint,integer)"])
    }

    @Test func thePrintedScriptDoesTheSame() async throws {
        let printed = try TestDatabase.empty()
        try printed.connect().execute(script: PostgresLedger.ledgerScript)
        let made = try await TestDatabase.make()
        #expect(try LedgerCatalog(printed.connect()) == LedgerCatalog(made.connect()))
    }
}
