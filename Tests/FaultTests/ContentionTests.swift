import Failpoints
import Foundation
import PostgresLedger
import Synchronization
import TestSupport
import Testing

/// Others want the same rows at the same time: what may be tried again is, five times at most, and is then a failed
/// correction that the next run makes good.
@Suite struct ContentionTests {
    /// The function fails so the first time, or always.
    @Test(arguments: ["40001", "40P01", "55P03"], [1, 5]) func aFunctionThatFails(_ state: String, times: Int)
        async throws
    {
        let night = try await FaultNight { try $0.sell("lost", to: 1, .lost) }
        let database = night.database
        let watch = Watch(for: Moment(step: .planned))
        // After the preflight, which may have tried the function.
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            #expect(throws: Never.self) { try Self.makeFail(in: database, state, times: times) }
        }
        let ending = try night.run(hearing: listener)
        let person = try database.connect()
        #expect(ending.status == (times < 5 ? 0 : 3), "\(ending.output)\(ending.notes)")
        #expect(
            try person.query("SELECT last_value FROM public.calls")[0].integer("last_value") == Int64(min(times + 1, 5))
        )
        #expect(try night.run().status == 0)
        #expect(try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [])
        Figures.add(1, "functions that fail once or always", row: 9, test: "ContentionTests.aFunctionThatFails")
    }

    /// Has the journal refuse the first rows with that state. A sequence counts, since it is not rolled back.
    private static func makeFail(in database: TestDatabase, _ state: String, times: Int) throws {
        let person = try database.connect()
        try person.execute(
            script: """
                CREATE SEQUENCE public.calls;
                CREATE TABLE public.plan (times bigint, state text);
                CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE plan public.plan;
                BEGIN
                    SELECT * INTO plan FROM public.plan;
                    IF nextval('public.calls') <= plan.times THEN
                        RAISE EXCEPTION 'as planned' USING ERRCODE = plan.state;
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER fail BEFORE INSERT ON public.credit_transactions
                    FOR EACH ROW EXECUTE FUNCTION public.fail();
                """
        )
        try person.query("INSERT INTO public.plan VALUES ($1, $2)", [.integer(Int64(times)), .text(state)])
    }

    /// Somebody holds the buyer's balance, lets the grant wait for it, and wants the lock that the grant holds.
    @Test func aDeadlockWithAnotherSession() async throws {
        let night = try await FaultNight { shop in
            try shop.sell("done", to: 1, .done)
            try shop.sell("lost", to: 1, .lost)
        }
        let rival = Rival(night.database)
        let watch = Watch(for: Moment(step: .claimed, after: .planned))
        let listener = try StepListener { if watch.isStruck(by: $0.step) { rival.holdBalanceAndThenWantTheSession() } }
        let ending = try night.run(hearing: listener)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(rival.gotTheSession())
        #expect(try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [])
        Figures.add(1, "deadlocks with another session", row: 9, test: "ContentionTests.aDeadlockWithAnotherSession")
    }

    /// A transaction that stays open longer than all attempts together: the correction fails, the others are made.
    @Test func aBalanceLockedForLong() async throws {
        let night = try await FaultNight { shop in
            try shop.sell("done", to: 1, .done)
            try shop.sell("lost", to: 1, .lost)
            try shop.sell("other", to: 2, .lost)
        }
        let holder = try night.database.connect()
        try holder.execute(script: "BEGIN; SELECT FROM public.user_credits FOR UPDATE")
        let ending = try night.run()
        #expect(ending.status == 3, "\(ending.output)\(ending.notes)")
        #expect(try GrantAudit(of: night.database).grants == ["cs_test_done": 1, "cs_test_other": 1])
        try holder.execute(script: "ROLLBACK")
        #expect(try night.run().status == 0)
        #expect(try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [])
        Figures.add(
            1,
            "balances locked for longer than all attempts",
            row: 9,
            test: "ContentionTests.aBalanceLockedForLong"
        )
    }
}

/// Another session of the ledger's that gets into the way.
private final class Rival: Sendable {
    private let database: TestDatabase
    private let isDone = DispatchSemaphore(value: 0)
    private let succeeded = Mutex(false)

    init(_ database: TestDatabase) { self.database = database }

    /// Returns once the balance is locked; the rest happens when somebody waits for it.
    func holdBalanceAndThenWantTheSession() {
        let isLocked = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            defer { isDone.signal() }
            do {
                let connection = try database.connect()
                let observer = try database.connect()
                // So that the other one notices.
                try connection.execute(
                    script: "SET deadlock_timeout = '1h'; BEGIN; SELECT FROM public.user_credits FOR UPDATE"
                )
                isLocked.signal()
                while try observer.query(
                    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ).isEmpty {}
                try connection.execute(
                    script: "SELECT pg_advisory_xact_lock(7208, hashtext('cs_test_lost')); COMMIT"
                )
                succeeded.withLock { $0 = true }
            } catch {
                isLocked.signal()
            }
        }
        isLocked.wait()
    }

    /// Whether it came through, once it is over.
    func gotTheSession() -> Bool {
        isDone.wait()
        return succeeded.withLock { $0 }
    }
}
