import Foundation
import PostgresLedger
import Reconciliation
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// Replays and grants of the same sales: with the guard and without it, and at the same time. Nobody is granted twice.
@Suite struct ReplayGuardTests {
    private func replay(_ application: ApplicationEndpoint, _ more: String...) -> [String] {
        ["replay", "--endpoint", application.url, "--rate", "100", "--send", "--output", "json"] + more
    }

    @Test func whatTieoutGrantedIsReplayedOnlyUnderTheGuard() async throws {
        let night = try await UndeliveredNight(hoursAgo: 100)
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.grants() == night.everyoneOnce)
        let application = try night.endpoint()

        let connection = try night.database.connect()
        try connection.execute(script: "DROP INDEX public.credit_transactions_tieout_guard")
        let without = try night.program.run(replay(application))
        #expect(without.status == 0, "\(without.output)\(without.notes)")
        let events = try without.json().objects("events")
        #expect(events.compactMap { $0.text("reason") } == night.lost.map { _ in "granted_without_guard" })
        #expect(
            events.first?.text("sentence")
                == "Tieout granted it, and no guard keeps the application from granting it again"
        )
        #expect(application.received == [])

        try await night.database.makeGuard()
        let with = try night.program.run(replay(application))
        #expect(with.status == 0, "\(with.output)\(with.notes)")
        #expect(application.received == night.lost, "for the mails that only the handler sends")
        #expect(try night.grants() == night.everyoneOnce)
    }

    /// Granted by hand, or by a webhook while another endpoint was down: any id of the purchase counts.
    @Test(arguments: ["cs_test_4", "pi_4", "ch_4", "metadata"])
    func withoutTheGuardWhatTheLedgerShowsGrantedIsNotSent(_ reference: String) async throws {
        let night = try await UndeliveredNight(hoursAgo: 100, lost: 1, withGuard: false)
        let buyer = try #require(night.sales["cs_test_4"])
        try night.database.connect().query(
            "SELECT public.update_user_credits($1::uuid, 50, 'purchase', 'by hand', $2, $3)",
            [
                .text(buyer), .text(reference == "metadata" ? "ticket 17" : reference),
                .json(reference == "metadata" ? #"{"stripe": {"intent": "pi_4"}}"# : "{}"),
            ]
        )
        let application = try night.endpoint()
        let ending = try night.program.run(replay(application))
        #expect(try ending.json().objects("events").compactMap { $0.text("reason") } == ["granted_without_guard"])
        #expect(application.received == [])
    }

    /// Stripe goes on trying for three days, whatever was replayed: a handler without a guard would grant twice.
    @Test func withoutTheGuardWhatStripeStillTriesIsLeftToStripe() async throws {
        let (young, old) = (
            try await UndeliveredNight(hoursAgo: 10, withGuard: false),
            try await UndeliveredNight(hoursAgo: 100, withGuard: false)
        )
        let (early, late) = (try young.endpoint(), try old.endpoint())
        let left = try young.program.run(replay(early))
        let reasons = try left.json().objects("events").compactMap { $0.text("reason") }
        #expect(reasons == young.lost.map { _ in "stripe_still_tries_without_guard" })
        #expect(early.received == [])

        let sent = try old.program.run(replay(late))
        #expect(sent.status == 0, "\(sent.output)\(sent.notes)")
        #expect(try old.grants() == old.everyoneOnce)
        // Asked for once more, the ledger itself says that it was done.
        let again = try old.program.run(replay(late, "--again"))
        #expect(
            try again.json().objects("events").compactMap { $0.text("reason") }
                == old.lost.map { _ in "granted_without_guard" }
        )
        #expect(try old.grants() == old.everyoneOnce)
    }

    /// A handler that answers at once and works later is still at it when the replay is over and a run begins.
    @Test(arguments: [true, false], [true, false])
    func aRunAfterAReplayWaitsForAHandlerThatMayStillWork(withGuard: Bool, replays: Bool) async throws {
        let night = try await UndeliveredNight(hoursAgo: 100, withGuard: withGuard)
        let application = try night.endpoint(.queues())
        try night.seePaid()
        if replays {
            #expect(try night.program.run(replay(application)).status == 0)
            #expect(application.received == night.lost)
        }

        let run = try night.program.run(night.applied + ["--output", "json"])
        let waits = replays && !withGuard
        #expect(run.status == (waits ? 2 : 0), "\(run.output)\(run.notes)")
        #expect(try run.json().number("grants.count") == (waits ? 0 : 8))
        #expect(try run.json().number("held") == (waits ? 8 : 0))
        try application.work()
        #expect(try night.grants() == night.everyoneOnce)
    }

    /// Nobody knows what became of the try: the handler may be at work still.
    @Test func aRunAfterAReplayThatWasKilledWaitsToo() async throws {
        let night = try await UndeliveredNight(hoursAgo: 100, lost: 1, withGuard: false)
        try night.seePaid()
        let victim = Victim()
        let application = try night.endpoint(.queues(after: { victim.kill() }))
        let replay = try night.program.start(self.replay(application))
        victim.aim(at: replay)
        #expect(try replay.ending().status == 128 + SIGKILL)

        let run = try night.program.run(night.applied + ["--output", "json"])
        #expect(try run.json().number("grants.count") == 0, "\(run.output)")
        #expect(try run.json().number("held") == 1)
        // Nor is it sent again, as long as the handler may be at work on the first.
        let again = try night.program.run(self.replay(application))
        #expect(try again.json().objects("events").compactMap { $0.text("reason") } == ["tried_lately_without_guard"])
        #expect(application.received == night.lost)
        try application.work()
        #expect(try night.grants() == night.everyoneOnce)
    }

    @Test func whileEventsAreSentNoRunIsAtWork() async throws {
        let night = try await UndeliveredNight(lost: 2)
        let endings = Endings()
        let (program, applied) = (night.program, night.applied)
        let application = try night.endpoint(
            .meanwhile { endings.add(try? program.run(applied + ["--output", "json"])) }
        )
        let arguments = replay(application)
        let sent = try program.run(arguments)
        #expect(sent.status == 0, "\(sent.output)\(sent.notes)")
        #expect(endings.all.map(\.status) == [75, 75], "a run is turned away")
        #expect(endings.all.allSatisfy { $0.output.contains("-replay-") }, "and told by whom")
        #expect(try night.grants() == night.everyoneOnce)
    }

    @Test func whileARunIsAtWorkNothingIsSent() async throws {
        let night = try await UndeliveredNight(lost: 2)
        let application = try night.endpoint()
        let run = RunID(startedAt: Instant(secondsSinceEpoch: 1_764_000_000), command: "nightly", suffix: 1)
        let answer = try await RunLease.take(for: run, on: night.database.settings, patience: .seconds(60))
        guard case .taken(let lease) = answer else {
            Issue.record("nobody else is at work")
            return
        }
        let ending = try night.program.run(replay(application))
        #expect(ending.status == 75, "\(ending.output)\(ending.notes)")
        #expect(application.received == [])
        // A plan writes nothing and waits for nobody.
        #expect(try night.program.run("replay", "--endpoint", application.url).status == 0)
        await lease.release()
        #expect(try night.program.run(replay(application)).status == 0)
        #expect(try night.grants() == night.everyoneOnce)
    }

    /// Killed while the endpoint works: the try stands without an outcome, and the next replay sends the event again.
    @Test func aReplayThatIsKilledIsGoneOnWith() async throws {
        let night = try await UndeliveredNight(lost: 2)
        let victim = Victim()
        let application = try night.endpoint(.meanwhile { victim.kill() })
        let replay = try night.program.start(self.replay(application))
        victim.aim(at: replay)
        #expect(try replay.ending().status == 128 + SIGKILL)
        #expect(try night.tries() == ["\(night.lost[0]) 1 unknown"])

        let healthy = try night.program.run(self.replay(application))
        #expect(healthy.status == 0, "\(healthy.output)\(healthy.notes)")
        #expect(
            try night.tries() == [
                "\(night.lost[0]) 1 unknown", "\(night.lost[0]) 2 delivered 200", "\(night.lost[1]) 1 delivered 200",
            ]
        )
        #expect(try night.grants() == night.everyoneOnce)
    }
}

/// How programs ended that were started while another waited.
private final class Endings: Sendable {
    private let state = Mutex<[Ending]>([])

    var all: [Ending] { state.withLock { $0 } }

    func add(_ ending: Ending?) { state.withLock { $0 += [ending].compactMap(\.self) } }
}

/// The program that is killed when the endpoint is asked for the first time.
private final class Victim: Sendable {
    private let aimed = DispatchSemaphore(value: 0)
    private let state = Mutex<RunningProgram?>(nil)
    private let isOver = Atomic(false)

    func aim(at program: RunningProgram) {
        state.withLock { $0 = program }
        aimed.signal()
    }

    func kill() {
        guard !isOver.exchange(true, ordering: .sequentiallyConsistent) else { return }
        _ = aimed.wait(timeout: .now() + 60)
        state.withLock { $0?.send(SIGKILL) }
    }
}
