import Foundation
import PostgresLedger
import TestSupport
import Testing

/// `tieout status` over books of earlier runs: whether runs come as they should.
@Suite struct StatusTests {
    /// One run of the books.
    struct Run: Sendable {
        var command = "nightly"
        let status: String
        let hoursAgo: Double
        var isApplied = true
        /// Another than goes with the status.
        var exitStatus: Int64?

        fileprivate var writtenExitStatus: Int64? { exitStatus ?? Self.exitStatuses[status] }

        private static let exitStatuses: [String: Int64] = [
            "tied_out": 0, "differences": 2, "partly_corrected": 3, "broken": 4, "incomplete": 69, "failed": 1,
        ]
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let runs: [Run]
        let state: String
        let says: String
    }

    static let cases = [
        Case(testDescription: "no run", runs: [], state: "none", says: "NONE: no run has ended well"),
        Case(
            testDescription: "a fresh run",
            runs: [.init(status: "tied_out", hoursAgo: 3)],
            state: "fresh",
            says: "FRESH: the last good run, run0, ended 3 h ago"
        ),
        Case(
            testDescription: "findings are a good end",
            runs: [.init(status: "differences", hoursAgo: 25.9)],
            state: "fresh",
            says: "ended 25 h ago"
        ),
        Case(
            testDescription: "too old",
            runs: [.init(status: "tied_out", hoursAgo: 26.1)],
            state: "too_old",
            says: "TOO OLD: the last good run, run0, ended 26 h ago, which is more than 26 h"
        ),
        Case(
            testDescription: "too old, and failing since",
            runs: [.init(status: "tied_out", hoursAgo: 50), .init(status: "incomplete", hoursAgo: 2)],
            state: "too_old",
            says: "TOO OLD: the last good run, run0, ended 2 d 2 h ago"
        ),
        Case(
            testDescription: "the last failed",
            runs: [.init(status: "tied_out", hoursAgo: 20), .init(status: "incomplete", hoursAgo: 2)],
            state: "last_failed",
            says: "LAST FAILED: the last run, run1, ended as INCOMPLETE"
        ),
        Case(
            testDescription: "the last could tell nobody",
            runs: [
                .init(status: "differences", hoursAgo: 20), .init(status: "differences", hoursAgo: 2, exitStatus: 1),
            ],
            state: "last_failed",
            says: "LAST FAILED: the last run, run1, ended as DIFFERENCES, and could tell nobody"
        ),
        Case(
            testDescription: "an invariant is broken",
            runs: [.init(status: "tied_out", hoursAgo: 20), .init(status: "broken", hoursAgo: 2)],
            state: "last_failed",
            says: "ended as INVARIANT BROKEN"
        ),
        Case(
            testDescription: "some corrections failed",
            runs: [.init(status: "partly_corrected", hoursAgo: 2)],
            state: "none",
            says: "NONE: no run has ended well on this database; the last run, run0, ended as PARTLY CORRECTED"
        ),
        Case(
            testDescription: "mended",
            runs: [.init(status: "failed", hoursAgo: 20), .init(status: "tied_out", hoursAgo: 2)],
            state: "fresh",
            says: "run1"
        ),
        Case(
            testDescription: "a period of somebody's choice says nothing",
            runs: [
                .init(status: "tied_out", hoursAgo: 30), .init(command: "manual", status: "tied_out", hoursAgo: 1),
                .init(command: "apply", status: "tied_out", hoursAgo: 1),
            ],
            state: "too_old",
            says: "run0"
        ),
        Case(
            testDescription: "one that failed either",
            runs: [.init(status: "tied_out", hoursAgo: 3), .init(command: "manual", status: "failed", hoursAgo: 1)],
            state: "fresh",
            says: "run0"
        ),
        Case(
            testDescription: "a plan does not stand for a run that posts",
            runs: [.init(status: "tied_out", hoursAgo: 30), .init(status: "tied_out", hoursAgo: 1, isApplied: false)],
            state: "too_old",
            says: "run0"
        ),
        Case(
            testDescription: "where nothing but plans is run, plans count",
            runs: [.init(status: "differences", hoursAgo: 1, isApplied: false)],
            state: "fresh",
            says: "run0"
        ),
        Case(
            testDescription: "one that is at work, or was killed, has not ended",
            runs: [.init(status: "tied_out", hoursAgo: 3), .init(status: "running", hoursAgo: 0)],
            state: "fresh",
            says: "run0"
        ),
    ]

    @Test(arguments: cases) func aMonitorIsTold(_ test: Case) async throws {
        let database = try await TestDatabase.make()
        try Self.write(test.runs, to: database)
        let program = Program(environment: ["DATABASE_URL": database.url], folder: try WorkFolder())
        let text = try program.run("status", "--max-age", "26h")
        #expect(text.status == (test.state == "fresh" ? 0 : 1))
        #expect(text.output.contains(test.says), "\(text.output)\(text.notes)")
        let json = try program.run("status", "--max-age", "26h", "--output", "json")
        #expect(json.status == text.status)
        let object = try json.json()
        #expect(object.text("state") == test.state)
        #expect(object.number("exit_status") == Int(text.status))
        #expect(object.number("max_age_seconds") == 26 * 3_600)
    }

    @Test func theLimitIsTheConfigurations() async throws {
        let database = try await TestDatabase.make()
        try Self.write([.init(status: "tied_out", hoursAgo: 30)], to: database)
        let program = Program(environment: ["DATABASE_URL": database.url], folder: try WorkFolder())
        #expect(try program.run("status").status == 1)
        try program.folder.write("alerts:\n  run_missing_after: 2d\n", to: "tieout.yaml")
        #expect(try program.run("status").status == 0)
        for wrong in ["26", "a day", "0h", "-1h"] {
            #expect(try program.run("status", "--max-age=\(wrong)").status == 64, "\(wrong)")
        }
    }

    @Test func aDatabaseOutOfReachIsNoAnswer() throws {
        let program = Program(
            environment: ["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none"],
            folder: try WorkFolder()
        )
        let ending = try program.run("status", "--output", "json")
        #expect(ending.status == 69)
        #expect(try ending.json().number("exit_status") == 69)
    }

    /// The very first run has a `--since`, and is none of somebody's choice all the same.
    @Test func theVeryFirstRunCounts() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run("status").status == 1)
        #expect(try night.program.run(night.applied).status == 0)
        let ending = try night.program.run("status")
        #expect(ending.status == 0, "\(ending.output)")
        #expect(ending.output.hasPrefix("FRESH: the last good run, 2"))
    }

    static func write(_ runs: [Run], to database: TestDatabase) throws {
        let session = try database.connect()
        for (number, run) in runs.enumerated() {
            _ = try session.query(
                """
                INSERT INTO tieout.run (
                    run_id, command, status, since, cut_off, applied, started_at, finished_at, exit_status
                )
                SELECT $1, $2, $3, ended - interval '7 days', ended, $4, ended - interval '1 minute',
                    CASE WHEN $3 <> 'running' THEN ended END, $6
                FROM (VALUES (now() - $5::bigint * interval '1 minute')) AS run (ended)
                """,
                [
                    .text("run\(number)"), .text(run.command), .text(run.status), .boolean(run.isApplied),
                    .integer(Int64(run.hoursAgo * 60)), .integer(run.writtenExitStatus),
                ]
            )
        }
    }
}
