import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Runs that are killed at moments drawn from a seed: as a request arrives, within an answer, while records are copied,
/// while a transaction commits. The next asks for nothing that was stored, and in the end it is as if nobody had been
/// killed. Two seeds; forty with `TIEOUT_LONG=1`; `TIEOUT_SEED` tries that one alone.
@Suite struct RandomKillTests {
    static var seeds: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["TIEOUT_SEED"].flatMap(UInt64.init) { return [seed] }
        return (1...(environment["TIEOUT_LONG"] == "1" ? 40 : 2)).map { $0 }
    }

    @Test(arguments: seeds) func aRunKilledAtRandomMomentsComesToTheSameResult(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let night = try await SeededNight(seed: 41, sessions: 900)
        try #require(try night.program.run("migrate", "--ledger").status == 0)
        let stripe = try InterruptedStripe(night.month)
        let configuration = try night.program.folder
            .write("stripe:\n  rate: 1000\n  rate_per_endpoint: 1000\n", to: "tieout.yaml")
        let program = night.program.with(["STRIPE_API_BASE": stripe.server.baseURL])
        let arguments = [
            "run", "--config", configuration, "--output", "json", "--since", night.since, "--until",
            OneMissedSale.rfc3339(night.month.options.ending),
        ]

        var stored: [StoredSlice] = []
        // Every kind of moment once, in an order of the seed's.
        for moment in KillMoment.allCases.shuffled(using: &random) {
            let story = Comment(rawValue: "seed \(seed), killed \(moment.rawValue)")
            try kill(at: moment, program, arguments, stripe.interruption, night.database, using: &random, story)
            #expect(stripe.askedAgain(of: stored) == [], story)
            stored = try StoredSlice.all(in: night.database)
            #expect(StoredSlice.overlaps(in: stored) == [], story)
        }
        stripe.interruption.begin(killingAfter: .max)
        let resumed = try program.run(arguments)
        #expect(stripe.askedAgain(of: stored) == [], "seed \(seed)")
        try expectTheSame(resumed, try program.run(arguments), "seed \(seed)")
    }

    private func kill(
        at moment: KillMoment,
        _ program: Program,
        _ arguments: [String],
        _ interruption: Interruption,
        _ database: TestDatabase,
        using random: inout SplitMix64,
        _ story: Comment
    ) throws {
        // Preflight asks for one object of each list; a run that goes on has less left to ask for.
        let requests = Int.random(in: 9...16, using: &random)
        let bytes = Int.random(in: 0...60_000, using: &random)
        switch moment {
        case .asARequestArrives: interruption.begin(killingAfter: requests, .kill(.stall(after: 0)))
        case .withinAnAnswer: interruption.begin(killingAfter: requests, .killWithinAnswer(after: bytes))
        case .whileCopying, .whileCommitting: interruption.begin(killingAfter: requests, .wait)
        }
        let run = try program.start(arguments)
        interruption.aim(at: run)
        if moment == .whileCopying || moment == .whileCommitting {
            try #require(interruption.isReached(), story)
            let obstacle = try moment.obstacle(in: database)
            interruption.open()
            let held = try obstacle.waitForVictim()
            run.send(SIGKILL)
            #expect(try run.ending().status == 128 + SIGKILL, story)
            try obstacle.clear(letting: held)
        } else {
            #expect(try run.ending().status == 128 + SIGKILL, story)
        }
    }
}

/// When a run is killed.
private enum KillMoment: String, CaseIterable {
    case asARequestArrives = "as a request arrives"
    case withinAnAnswer = "within an answer"
    case whileCopying = "while records are copied"
    case whileCommitting = "while a transaction commits"

    func obstacle(in database: TestDatabase) throws -> Obstacle {
        try Obstacle(
            in: database,
            self == .whileCopying
                ? """
                BEGIN;
                LOCK TABLE tieout.stage_charge, tieout.stage_checkout_session, tieout.stage_payment_intent IN SHARE MODE;
                """
                : """
                CREATE OR REPLACE FUNCTION public.wait_at_commit() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(4242); RETURN NULL; END';
                DROP TRIGGER IF EXISTS wait_at_commit ON tieout.slice;
                CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT OR UPDATE ON tieout.slice
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.wait_at_commit();
                SELECT pg_advisory_lock(4242);
                """
        )
    }
}

/// Something in the database that a run has to wait for.
private struct Obstacle {
    private let holder: Connection
    private let observer: Connection

    init(in database: TestDatabase, _ script: String) throws {
        (holder, observer) = (try database.connect(), try database.connect())
        try holder.execute(script: script)
    }

    /// The backend of the run, once it waits.
    func waitForVictim() throws -> Int64 {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let row = try observer.query(Self.waiting).first { return try row.integer("backend") }
        }
        throw CancellationError()
    }

    /// Lets the backend go on, whose run is dead, and returns when it has ended.
    func clear(letting backend: Int64) throws {
        try holder.execute(script: "ROLLBACK; SELECT pg_advisory_unlock_all()")
        while try !observer.query(Self.alive, [.integer(backend)]).isEmpty {}
    }

    private static let waiting: Statement = """
        SELECT lock.pid::bigint AS backend
        FROM pg_locks AS lock
        JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
        WHERE NOT lock.granted AND activity.datname = current_database()
        """
    private static let alive: Statement = "SELECT pid FROM pg_stat_activity WHERE pid = $1"
}
