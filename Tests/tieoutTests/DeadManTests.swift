import Foundation
import PostgresLedger
import TestSupport
import Testing

/// The watcher inside the database, as `cron/supabase/deadman.sql` schedules it: its statement is run by a real server, with
/// nothing put in its place but what pg_cron, pg_net and Vault would do.
@Suite struct DeadManTests {
    @Test(arguments: [
        (25.9, false), (26.1, true), (26.9, true),
        // Once a day while it goes on.
        (27.5, false), (49.0, false), (50.1, true), (51.5, false),
    ])
    func silenceIsToldWhenItBeginsAndOnceADay(_ hours: Double, _ isTold: Bool) async throws {
        let database = try await TestDatabase.make()
        try StatusTests.write([.init(status: "tied_out", hoursAgo: hours)], to: database)
        let posts = try DeadMan(in: database).posts()
        #expect(posts.count == (isTold ? 1 : 0))
        if isTold {
            #expect(posts[0].hasPrefix("https://hooks.example.com/x Tieout is silent: the last good run ended at 20"))
        }
    }

    @Test func runsThatNeverEndWellAreTold() async throws {
        let database = try await TestDatabase.make()
        try StatusTests.write(
            [.init(status: "failed", hoursAgo: 26.1), .init(status: "incomplete", hoursAgo: 2)],
            to: database
        )
        let posts = try DeadMan(in: database).posts()
        #expect(posts.count == 1)
        #expect(posts.first?.contains("no run has ever ended well") == true)
    }

    /// What does not count for `tieout status` does not count here.
    @Test func runsOfSomebodysChoiceDoNotEndTheSilence() async throws {
        let database = try await TestDatabase.make()
        let others: [StatusTests.Run] = [
            .init(command: "manual", status: "tied_out", hoursAgo: 1),
            .init(command: "apply", status: "tied_out", hoursAgo: 1),
            .init(status: "tied_out", hoursAgo: 1, isApplied: false),
            .init(status: "tied_out", hoursAgo: 1, exitStatus: 1),
        ]
        try StatusTests.write([.init(status: "tied_out", hoursAgo: 26.1)] + others, to: database)
        #expect(try DeadMan(in: database).posts().count == 1)
    }

    @Test func aLedgerWithoutRunsIsSilent() async throws {
        let database = try await TestDatabase.make()
        #expect(try DeadMan(in: database).posts() == [])
    }
}

/// `deadman.sql` on a database.
struct DeadMan {
    private let session: Connection

    init(in database: TestDatabase) throws {
        session = try database.connect()
        try session.execute(
            script: """
                CREATE SCHEMA cron;
                CREATE TABLE cron.job (name text, schedule text, command text);
                CREATE FUNCTION cron.schedule(text, text, text) RETURNS void LANGUAGE sql
                    AS 'INSERT INTO cron.job VALUES ($1, $2, $3)';
                CREATE SCHEMA net;
                CREATE TABLE net.post (url text, body jsonb);
                CREATE FUNCTION net.http_post(url text, body jsonb) RETURNS void LANGUAGE sql
                    AS 'INSERT INTO net.post VALUES ($1, $2)';
                CREATE SCHEMA vault;
                CREATE TABLE vault.decrypted_secrets (name text, decrypted_secret text);
                INSERT INTO vault.decrypted_secrets VALUES ('tieout_deadman_webhook', 'https://hooks.example.com/x');
                """
        )
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try session.execute(
            script: String(contentsOf: root.appending(path: "cron/supabase/deadman.sql"), encoding: .utf8)
        )
    }

    /// What one look posts: the address and the text.
    func posts() throws -> [String] {
        let jobs = try session.query("SELECT name, schedule, command FROM cron.job")
        #expect(try jobs.map { try $0.text("name") } == ["tieout-dead-man"])
        #expect(try jobs[0].text("schedule") == "17 * * * *")
        try session.execute(script: try jobs[0].text("command"))
        return try session.query("SELECT url || ' ' || (body ->> 'text') AS said FROM net.post").map {
            try $0.text("said")
        }
    }
}
