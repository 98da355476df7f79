import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// Who decides on plans records decisions, and is refused everything else by the database.
@Suite struct ApproverRoleTests {
    @Test func theApproverRecordsAndReadsDecisions() async throws {
        let night = try await OneMissedSale()
        try await TestRoles.make(in: night.database)
        let planned = try night.program.run("run", "--since", night.instant(daysAgo: 7), "--output", "json").json()
        let run = try #require(planned.text("run_id").flatMap(RunID.init))
        let hash = try night.database.connect().query("SELECT plan_hash FROM tieout.run")[0].text("plan_hash")
        let fingerprint = "missed_purchase:cs_test_A"
        let ledger = PostgresLedger(try night.database.settings(as: TestRoles.approver), mapping: .reference)
        try await ledger.connect()
        let decision = PlanDecision(
            run: run,
            planHash: hash,
            verdict: .approved,
            decidedBy: "Anna Weber",
            reason: "the customer wrote",
            corrections: [
                .init(
                    stripeID: "cs_test_A",
                    fingerprint: fingerprint,
                    correction: #"{"stripe_id": "cs_test_A", "fingerprint": "\#(fingerprint)"}"#
                )
            ]
        )
        try await ledger.record(decision)
        let again = await #expect(throws: DecisionError.self) { try await ledger.record(decision) }
        #expect(
            again == .refused(.alreadyDecided(stripeID: "cs_test_A", by: "Anna Weber", verdict: .approved))
        )
        #expect(try await ledger.decisions(of: run).map(\.decidedBy) == ["Anna Weber"])
        #expect(
            try await ledger.decisionTotals(of: [run]) == [run: DecisionTotals(approved: 1, declined: 0, posted: 0)]
        )
    }

    struct Attempt: CustomTestStringConvertible {
        let testDescription: String
        let sql: String

        init(_ sql: String) { (testDescription, self.sql) = (sql, sql) }
    }

    static let refused = [
        """
        INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at)
        VALUES ('a', 'b', 'c', 'd', now())
        """,
        "UPDATE tieout.correction SET credits = 0", "DELETE FROM tieout.correction",
        "SELECT credits FROM tieout.correction",
        "UPDATE tieout.decision SET verdict = 'approved'", "DELETE FROM tieout.decision", "TRUNCATE tieout.decision",
        // Of another time than the database's: it would be the newest for ever.
        """
        INSERT INTO tieout.decision
            (stripe_id, fingerprint, run_id, plan_hash, verdict, decided_by, reason, correction, decided_at)
        VALUES ('a', 'b', 'c', 'd', 'approved', 'e', 'f', '{"stripe_id": "a", "fingerprint": "b"}', '2099-01-01')
        """,
        "UPDATE tieout.run SET started_by = 'another'", "SELECT kept_result FROM tieout.run",
        "INSERT INTO tieout.run (run_id) VALUES ('a')", "SELECT * FROM tieout.finding",
        "SELECT * FROM tieout.ledger_balance",
        "SELECT * FROM tieout.ledger_user", "SELECT * FROM tieout.posting_balance FOR UPDATE",
        "UPDATE tieout.posting_balance SET balance = 1000000", "UPDATE tieout.lease SET fencing = 7",
        "SELECT public.update_user_credits('\(OneMissedSale.buyer)', 50, 'purchase')",
        "SELECT * FROM public.user_credits", "CREATE TABLE tieout.other ()", "DROP TABLE tieout.decision",
    ].map(Attempt.init)

    @Test(arguments: refused) func theDatabaseRefuses(_ attempt: Attempt) async throws {
        let database = try await TestDatabase.make()
        try await TestRoles.make(in: database)
        let connection = try Connection(database.settings(as: TestRoles.approver))
        let error = #expect(throws: PostgresError.self) { try connection.execute(script: attempt.sql) }
        #expect(error?.sqlState == .insufficientPrivilege, "\(error.map { "\($0)" } ?? "allowed")")
    }

    /// Neither the role that posts nor the one that reports decides: nobody posts what nobody else has looked at.
    @Test(arguments: [TestRoles.reader, TestRoles.poster]) func whoRunsTheJobDecidesNothing(_ role: String) async throws
    {
        let database = try await TestDatabase.make()
        try await TestRoles.make(in: database)
        let rights = try database.connect().query(
            """
            SELECT privilege FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
            WHERE CASE WHEN privilege IN ('DELETE', 'TRUNCATE')
                THEN has_table_privilege($1, 'tieout.decision', privilege)
                ELSE has_any_column_privilege($1, 'tieout.decision', privilege) END
            """,
            [.text(role)]
        )
        #expect(try rights.map { try $0.text("privilege") } == [])
    }

    /// Roles that were made before there was an approver go on as they were; made again, there is one.
    @Test func migratingWithoutTheApproverGivesTheOthersTheirRights() async throws {
        let night = try await OneMissedSale()
        try await TestRoles.make(in: night.database)
        let session = try night.database.connect()
        try session.execute(
            script: """
                REVOKE USAGE ON SCHEMA tieout FROM tieout_approver;
                REVOKE ALL ON ALL TABLES IN SCHEMA tieout FROM tieout_approver;
                COMMENT ON VIEW tieout.ledger_purchase IS 'of another mapping';
                """
        )
        #expect(try night.program.run("migrate").status == 0)
        let mayDecide: Statement =
            "SELECT has_any_column_privilege('tieout_approver', 'tieout.decision', 'INSERT') AS may"
        #expect(try !session.query(mayDecide)[0].boolean("may"))
        #expect(try night.program.run("migrate", "--roles").status == 0)
        #expect(try session.query(mayDecide)[0].boolean("may"))
    }
}
