import Foundation
import LocalPeers
import PostgresLedger
import TestSupport
import Testing

/// The roles: each does its own work, and is refused the rest by the database and in words.
@Suite struct LeastPrivilegeTests {
    private static let isLong = ProcessInfo.processInfo.environment["TIEOUT_LONG"] == "1"

    /// A missed sale in a database where an administrator has made the roles.
    private func night() async throws -> OneMissedSale {
        let night = try await OneMissedSale()
        try await TestRoles.make(in: night.database)
        return night
    }

    private func program(_ night: OneMissedSale, as role: String) -> Program {
        night.program.with(["DATABASE_URL": night.database.url(as: role)])
    }

    @Test func theReaderPlansAndReports() async throws {
        let night = try await night()
        let reader = program(night, as: TestRoles.reader)
        let before = try night.database.writesToTheLedger()
        let planned = try reader.run("run", "--since", night.instant(daysAgo: 7), "--output", "json")
        #expect(planned.status == 2, "\(planned.output)\(planned.notes)")
        #expect(try planned.json().number("findings.missed_purchase") == 1)
        #expect(try planned.json().text("guard.proof") == "condition")
        #expect(try reader.run("findings").output.contains("cs_test_A"))
        #expect(try reader.run("explain", "cs_test_A").status == 0)
        #expect(try reader.run("runs").status == 0)
        let accepted = try reader.run("accept", "cs_test_A", "--reason", "seen", "--until", "2099-01-01T00:00:00Z")
        #expect(accepted.status == 0, "\(accepted.notes)")
        #expect(try night.database.writesToTheLedger() == before)
    }

    @Test(arguments: [["run", "--apply"], ["apply"]]) func theReaderIsRefusedToPost(_ command: [String]) async throws {
        let night = try await night()
        let reader = program(night, as: TestRoles.reader)
        let planned = try reader.run("run", "--since", night.instant(daysAgo: 7), "--output", "json").json()
        let rest =
            command == ["apply"]
            ? ["\(try #require(planned.text("report")))/plan.json", "--approved-by", "Anna Weber"]
            : ["--since", night.instant(daysAgo: 7)]
        let before = try night.database.writesToTheLedger()
        let ending = try reader.run(command + rest)
        #expect(ending.status == 77, "\(ending.output)\(ending.notes)")
        #expect(
            ending.notes.contains(
                "role tieout_test_reader may plan and report, and may not post: it lacks INSERT on tieout.correction"
            ),
            "\(ending.notes)"
        )
        #expect(
            ending.notes.contains("use a role in tieout_poster: tieout migrate --roles makes it"),
            "\(ending.notes)"
        )
        #expect(try night.database.writesToTheLedger() == before)
    }

    @Test func thePosterPosts() async throws {
        let night = try await night()
        let poster = program(night, as: TestRoles.poster)
        let ending = try poster.run(night.applied + ["--output", "json"])
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(try ending.json().text("guard.proof") == "trial")
        #expect(try night.balance() == 50)
        let doctor = try poster.run("doctor")
        #expect(doctor.output.contains("A run would start, and post with --apply."), "\(doctor.output)")
    }

    /// Both roles leave rows in the application's table of alerts, whose numbers come from a sequence; a right that the owner
    /// of the views lacks is told by the doctor.
    @Test(arguments: [TestRoles.reader, TestRoles.poster]) func whatIsToldLeavesARow(_ role: String) async throws {
        let night = try await OneMissedSale()
        let session = try night.database.connect()
        try session.execute(
            script: """
                CREATE TABLE public.platform_alerts (
                    id bigserial PRIMARY KEY, alert_type text NOT NULL, provider text NOT NULL, severity text NOT NULL,
                    message text NOT NULL, metadata jsonb, created_at timestamptz NOT NULL
                )
                """
        )
        #expect(try night.program.run("migrate").status == 0)
        try await TestRoles.make(in: night.database)
        let chat = try Peer("http_peer", ["200"])
        let program = program(night, as: role).with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)"])
        let doctor = try program.run("doctor")
        #expect(doctor.output.contains("what is told leaves a row in public.platform_alerts"), "\(doctor.output)")
        let broken = program.with(["STRIPE_API_BASE": "http://127.0.0.1:1"])
        let ending = try broken.run("run", "--since", night.instant(daysAgo: 7))
        #expect(ending.status == 69, "\(ending.notes)")
        let rows = try session.query("SELECT alert_type FROM public.platform_alerts")
        #expect(try rows.map { try $0.text("alert_type") } == ["tieout_run_incomplete"], "\(ending.notes)")

        let connection = try Connection(night.database.settings(as: role))
        for sql in [
            "SELECT message FROM tieout.posting_alert", "UPDATE tieout.posting_alert SET message = ''",
            "DELETE FROM tieout.posting_alert",
        ] {
            let error = #expect(throws: PostgresError.self) { try connection.execute(script: sql) }
            #expect(error?.sqlState?.rawValue == "42501", "\(sql)")
        }

        try session.execute(
            script: """
                DO $$ BEGIN
                    CREATE ROLE tieout_test_owner;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
                ALTER VIEW tieout.posting_alert OWNER TO tieout_test_owner;
                GRANT USAGE ON SCHEMA tieout TO tieout_test_owner;
                """
        )
        let warned = try program.run("doctor", "--output", "json").json().objects("checks")
        let check = try #require(warned.first { $0.text("name") == "alert_table" })
        #expect(check.text("verdict") == "warning")
        #expect(
            check.text("reason")
                == "tieout_test_owner may not add rows to public.platform_alerts, so nothing that is told leaves one"
        )
        let remedy = try #require(check.texts("remedy").first)
        #expect(remedy.contains("GRANT INSERT ON public.platform_alerts TO tieout_test_owner;"))
        try session.execute(script: remedy)
        #expect(try program.run("doctor").output.contains("what is told leaves a row in public.platform_alerts"))
    }

    struct Attempt: CustomTestStringConvertible {
        let testDescription: String
        let sql: String

        init(_ sql: String) { (testDescription, self.sql) = (sql, sql) }
    }

    /// What neither may do, whatever program sends it.
    static let ofBoth = [
        "UPDATE tieout.posting_balance SET balance = 1000000", "UPDATE tieout.posting_balance SET row_writer = 1",
        "UPDATE tieout.posting_balance SET user_id = user_id", "INSERT INTO tieout.posting_balance DEFAULT VALUES",
        "INSERT INTO tieout.posting_movement (credits) VALUES (50)", "DELETE FROM tieout.posting_purchase",
        "UPDATE tieout.posting_purchase SET credits = 1000", "UPDATE tieout.posting_payment SET amount = 0",
        "UPDATE public.user_credits SET balance = 1000000", "DELETE FROM public.credit_transactions",
        "SELECT * FROM public.user_credits", "DELETE FROM tieout.correction", "TRUNCATE tieout.finding",
        "DROP TABLE tieout.run", "CREATE TABLE tieout.other ()", "DELETE FROM tieout.migration",
        "UPDATE public.credit_packages SET price_usd = 0", "SELECT * FROM tieout.posting_alert",
        "INSERT INTO tieout.decision DEFAULT VALUES", "UPDATE tieout.decision SET verdict = 'approved'",
        "DELETE FROM tieout.decision",
    ].map(Attempt.init)

    /// What the poster may, for posting.
    static let ofReader = [
        "SELECT public.update_user_credits('\(OneMissedSale.buyer)', 50, 'purchase')",
        "INSERT INTO tieout.correction DEFAULT VALUES", "UPDATE tieout.correction SET credits = 0",
        "UPDATE tieout.posting_purchase SET status = 'completed'", "INSERT INTO tieout.posting_purchase DEFAULT VALUES",
        "UPDATE tieout.posting_checkout SET status = 'completed'", "SELECT * FROM tieout.posting_balance FOR UPDATE",
    ].map(Attempt.init)

    @Test(
        arguments: ofBoth.map { (TestRoles.reader, $0) } + ofBoth.map { (TestRoles.poster, $0) }
            + ofReader.map { (TestRoles.reader, $0) }
    )
    func theDatabaseRefuses(role: String, _ attempt: Attempt) async throws {
        let database = try await TestDatabase.make()
        try await TestRoles.make(in: database)
        let connection = try Connection(database.settings(as: role))
        let error = #expect(throws: PostgresError.self) { try connection.execute(script: attempt.sql) }
        // 0A000: a column of the view that is none of the application's.
        #expect(["42501", "0A000"].contains(error?.sqlState?.rawValue ?? ""), "\(error.map { "\($0)" } ?? "allowed")")
    }

    /// Each right taken away, one at a time: the doctor says which, and what gives it back. A fifth of them by default.
    @Test func eachMissingRightIsNamed() async throws {
        let night = try await night()
        let session = try night.database.connect()
        let rights = try await night.database.ledger().roleRights().filter { $0.role != RoleRight.approver }
        #expect(rights.count > 50)
        let poster = program(night, as: TestRoles.poster)
        var lost = 0
        for (number, right) in rights.enumerated() where Self.isLong || number % 5 == 0 {
            let revoke = right.grant.replacing("GRANT", with: "REVOKE").replacing(" TO tieout", with: " FROM tieout")
            try session.execute(script: revoke)
            // What everybody may by default is not lost.
            let ending = try poster.run("doctor", "--output", "json")
            let isLost = try await !PostgresLedger.holds(right, in: night.database)
            if isLost {
                lost += 1
                #expect(ending.status == 77, "\(revoke): \(ending.output)")
                let name = String(right.object.split(separator: "(")[0].split(separator: ".").last ?? "")
                #expect(ending.output.contains(name), "\(revoke): \(ending.output)")
            }
            try session.execute(script: right.grant)
        }
        #expect(lost > rights.count / 7, "rights that everybody has anyway are few")
        #expect(try poster.run("doctor").status == 0)
    }

    /// Made again, and after views were made anew, the roles are as they were.
    @Test func theRolesOutliveMigrations() async throws {
        let night = try await night()
        let printed = try night.program.run("migrate", "--roles", "--print")
        try night.database.connect().execute(script: printed.output)
        // A column of another type, for which the posting view has to be made anew.
        try night.database.connect().execute(
            script: """
                DROP VIEW tieout.posting_purchase;
                COMMENT ON VIEW tieout.ledger_purchase IS 'of another mapping';
                """
        )
        #expect(try night.program.run("migrate").output.contains("posting_purchase"))
        #expect(try program(night, as: TestRoles.poster).run(night.applied).status == 0)
        #expect(try night.balance() == 50)
    }

    @Test func withoutASchemaThereAreNoRoles() async throws {
        let database = try TestDatabase.empty()
        let program = Program(environment: ["DATABASE_URL": database.url], folder: try WorkFolder())
        let ending = try program.run("migrate", "--roles", "--print")
        #expect(ending.status == 78)
        #expect(ending.notes.contains("Run tieout migrate first"), "\(ending.notes)")
    }
}

extension PostgresLedger {
    /// Whether the poster has a right, as the server says it of them.
    fileprivate static func holds(_ right: RoleRight, in database: TestDatabase) async throws -> Bool {
        let ledger = PostgresLedger(try database.settings(as: TestRoles.poster), mapping: .reference)
        try await ledger.connect()
        defer { Task { await ledger.disconnect() } }
        // Without the schema itself nothing can be asked.
        guard let rights = try? await ledger.roleRights() else { return false }
        return rights.first { $0.object == right.object && $0.privilege == right.privilege }?.isHeld ?? false
    }
}
