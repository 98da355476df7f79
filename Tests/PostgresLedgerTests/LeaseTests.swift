import Foundation
import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// One run at a time: who gets the lease, who is turned away, and what a run that lost it still writes: nothing.
@Suite struct LeaseTests {
    let bench: PostingBench

    init() async throws { bench = try await PostingBench.make() }

    @Test func theFirstHoldsItAndTheSecondLearnsWhoDoes() async throws {
        let first = try #require(try await take("first"))
        #expect(try await ask("second") == "held by \(Self.run("first"))")
        await first.release()
        let third = try #require(try await take("third"))
        #expect(third.fencing == first.fencing + 1)
        await third.release()
    }

    @Test func ofEightAtOnceOneGetsIt() async throws {
        for round in 1...10 {
            let leases = try await withThrowingTaskGroup(of: RunLease?.self) { askers in
                for number in 1...8 { askers.addTask { try await take("asker\(number)") } }
                return try await askers.reduce(into: [RunLease]()) { if let lease = $1 { $0.append(lease) } }
            }
            #expect(leases.count == 1, "round \(round)")
            for lease in leases { await lease.release() }
        }
    }

    /// The holder is on another machine, of which nothing is known but its signs of life.
    @Test(arguments: [(30, "held by other"), (61, "taken")])
    func aHolderElsewhereIsReplacedOnceItIsSilentForLong(seconds: Int, answer: String) async throws {
        try hold(run: "other", host: "elsewhere", process: "1:1", silentForSeconds: seconds)
        #expect(try await ask("mine") == answer)
    }

    /// A process of this machine that was killed is known to be dead, however fresh its last sign of life.
    @Test func aHolderThatWasKilledHereIsReplacedAtOnce() async throws {
        let first = try #require(try await take("first"))
        let child = Process()
        child.executableURL = URL(filePath: "/bin/true")
        try child.run()
        child.waitUntilExit()
        let (running, dead) = ("\(getpid())", "\(child.processIdentifier)")
        #expect(try await ask("second") == "held by \(Self.run("first"))")
        try sql("UPDATE tieout.lease SET process = replace(process, '\(running):', '\(dead):')")
        #expect(try await ask("third") == "taken")
        await first.release()
    }

    /// Another process may have the id of one that is dead by now: it is told apart by when it began.
    @Test func aLaterProcessOfTheSameIDIsNotTheHolder() async throws {
        let first = try #require(try await take("first"))
        try sql("UPDATE tieout.lease SET process = '\(getpid()):1'")
        #expect(try await ask("second") == "taken")
        await first.release()
    }

    @Test func aRunThatLostItsLeaseWritesNothingMore() async throws {
        let lease = try #require(try await take("suspended"))
        await bench.ledger.obey(lease)
        try hold(run: "other", host: "elsewhere", process: "1:1", silentForSeconds: 0)
        let noon = Instant(secondsSinceEpoch: Books.noon)
        let period = try Period(since: noon, cutOff: noon + .day)
        let before = try bench.content()
        let log = try bench.row(.missingPaymentLog, "pi_A", ["status": "succeeded"])
        let grant = try bench.grant()
        await #expect(throws: PostgresError.leaseLost) {
            try await bench.ledger.postGrant(grant, context: bench.context)
        }
        await #expect(throws: PostgresError.leaseLost) {
            try await bench.ledger.postRecords([log], context: bench.context)
        }
        await #expect(throws: PostgresError.leaseLost) {
            try await bench.ledger.find(run: Self.run("suspended"), period: period)
        }
        // A new connection obeys it as well.
        try await bench.ledger.connect()
        await #expect(throws: PostgresError.leaseLost) {
            try await bench.ledger.postGrant(grant, context: bench.context)
        }
        #expect(try bench.content() == before)
        // What it gives back is not its own any more.
        await lease.release()
        #expect(try await ask("third") == "held by other")
    }

    /// A holder that is writing is not taken for dead: whoever comes does not wait for it and does not break in.
    @Test func aTransactionUnderWayKeepsTheLease() async throws {
        let lease = try #require(try await take("posting"))
        let poster = try bench.books.database.connect()
        try poster.execute(script: "BEGIN")
        try poster.query("SELECT fencing FROM tieout.lease FOR KEY SHARE")
        try hold(run: nil, host: "elsewhere", process: "1:1", silentForSeconds: 61)
        #expect(try await ask("second").hasPrefix("held by"))
        try poster.execute(script: "COMMIT")
        #expect(try await ask("third") == "taken")
        await lease.release()
    }

    /// A grant that waits for its buyer's balance keeps the lease just so, however old the last sign of life is.
    @Test func aGrantUnderWayKeepsTheLease() async throws {
        let lease = try #require(try await take("posting"))
        await bench.ledger.obey(lease)
        try bench.books.give(5, for: "cs_test_before")
        let (holder, observer) = (try bench.books.database.connect(), try bench.books.database.connect())
        try holder.execute(script: "BEGIN; SELECT FROM public.user_credits FOR UPDATE")
        async let posting = bench.ledger.postGrant(try bench.grant(), context: bench.context)
        let waiting: Statement = """
            SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        let deadline = ContinuousClock.now + .seconds(60)
        while try observer.query(waiting).isEmpty, ContinuousClock.now < deadline {}
        try hold(run: nil, host: "elsewhere", process: "1:1", silentForSeconds: 61)
        #expect(try await ask("second").hasPrefix("held by"))
        try holder.execute(script: "COMMIT")
        let posted = try await posting
        #expect(posted.outcome == .posted(balanceBefore: 5, balanceAfter: 55))
        #expect(try await ask("third") == "taken")
        await lease.release()
    }

    private func take(_ name: String) async throws -> RunLease? {
        let answer = try await RunLease.take(
            for: Self.run(name),
            on: bench.books.database.settings,
            patience: .seconds(60)
        )
        guard case .taken(let lease) = answer else { return nil }
        return lease
    }

    /// Asks for it and gives it back at once.
    private func ask(_ name: String) async throws -> String {
        switch try await RunLease.take(
            for: Self.run(name),
            on: bench.books.database.settings,
            patience: .seconds(60)
        ) {
        case .held(let run): return "held by \(run ?? "nobody")"
        case .taken(let lease):
            await lease.release()
            return "taken"
        }
    }

    /// Makes another the holder, as if it had taken the lease; nil leaves the run's name.
    private func hold(run: String?, host: String, process: String, silentForSeconds seconds: Int) throws {
        try sql(
            """
            UPDATE tieout.lease
            SET fencing = fencing + \(run == nil ? 0 : 1), run_id = coalesce(\(run.map { "'\($0)'" } ?? "NULL"), run_id),
                host = '\(host)', process = '\(process)', released_at = NULL,
                heartbeat_at = clock_timestamp() - interval '\(seconds) seconds'
            """
        )
    }

    private func sql(_ command: String) throws { try bench.books.database.connect().execute(script: command) }

    private static func run(_ name: String) -> RunID {
        RunID(startedAt: Instant(secondsSinceEpoch: Books.noon), command: name, suffix: 0)
    }
}
