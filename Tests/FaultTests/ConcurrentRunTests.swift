import Failpoints
import Foundation
import PostgresLedger
import Synchronization
import TestSupport
import Testing

/// Several runs at once: one is at work, the others are told so, and one that was taken for dead writes nothing more.
@Suite struct ConcurrentRunTests {
    /// The one that got the lease waits after planning until the others have ended.
    @Test(arguments: Long.isOn ? [2, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8] : [2, 8]) func ofSeveralAtOnceOneIsAtWork(
        _ count: Int
    ) async throws {
        let night = try await FaultNight()
        let winner = Mutex<pid_t?>(nil)
        let isKnown = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)
        let listener = try StepListener { arrival in
            if arrival.step == .leaseTaken {
                winner.withLock { $0 = arrival.process }
                isKnown.signal()
            }
            if arrival.step == .planned { _ = mayGoOn.wait(timeout: .now() + 100) }
        }
        let program = night.program.with(listener.environment)
        let runs = try (1...count).map { _ in try program.start(night.arguments) }
        try #require(isKnown.wait(timeout: .now() + 100) == .success)
        let others = runs.filter { run in winner.withLock { $0 != run.process } }
        #expect(try others.map { try $0.ending().status } == Array(repeating: 75, count: count - 1))
        mayGoOn.signal()
        for run in runs where winner.withLock({ $0 == run.process }) { #expect(try run.ending().status == 0) }
        withExtendedLifetime(listener) {}
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        try await expectRecovery(of: night)
        Figures.add(count, "runs started at once", row: 10, test: "ConcurrentRunTests.ofSeveralAtOnceOneIsAtWork")
    }

    /// Of a holder that belongs to another user nothing is seen where /proc hides such processes: it lives all the same.
    @Test(.enabled(if: geteuid() == 0, "only root may hide processes and become another"))
    func aHolderThatCannotBeSeenIsNotTakenForDead() async throws {
        let night = try await FaultNight()
        let isHeld = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)
        let listener = try StepListener { arrival in
            guard arrival.step == .leaseTaken else { return }
            isHeld.signal()
            _ = mayGoOn.wait(timeout: .now() + 100)
        }
        let first = try night.program.with(listener.environment).start(night.arguments)
        try #require(isHeld.wait(timeout: .now() + 100) == .success)
        let other = Program("unshare", environment: night.program.environment, folder: night.program.folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: other.folder.path)
        let hidden = "mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid=postgres --regid=postgres"
        let second = try other.run(
            ["--mount", "--", "sh", "-c", "\(hidden) --clear-groups \"$@\"", "sh", Program.binary] + night.arguments
        )
        #expect(second.status == 75, "\(second.output)\(second.notes)")
        mayGoOn.signal()
        #expect(try first.ending().status == 0)
        withExtendedLifetime(listener) {}
    }

    /// Suspended as a virtual machine may be, for longer than its lease; another takes its place; then it goes on.
    @Test(arguments: [Step.pageStaged, .planned, .granting, .posted, .accounted, .runEnded])
    func aRunThatLostItsLeaseWritesNothingMore(_ step: Step) async throws {
        let night = try await FaultNight(lease: "1s")
        let watch = Watch(for: Moment(step: step, after: step == .granting ? .planned : nil))
        let suspended = Mutex<pid_t?>(nil)
        let isSuspended = DispatchSemaphore(value: 0)
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            Self.suspend(arrival.process)
            suspended.withLock { $0 = arrival.process }
            isSuspended.signal()
        }
        let first = try night.program.with(listener.environment).start(night.arguments)
        try #require(isSuspended.wait(timeout: .now() + 100) == .success)
        let second = try Self.runOnceTheLeaseIsStale(night)
        #expect(second.status == 0, "\(second.output)\(second.notes)")
        let before = try Self.everything(in: night.database)
        suspended.withLock { if let process = $0 { _ = kill(process, SIGCONT) } }
        let ending = try first.ending()
        #expect(ending.status == 75, "\(ending.output)\(ending.notes)")
        withExtendedLifetime(listener) {}
        #expect(try Self.everything(in: night.database) == before)
        try await expectRecovery(of: night)
        Figures.add(
            1,
            "leases lost while suspended",
            row: 10,
            test: "ConcurrentRunTests.aRunThatLostItsLeaseWritesNothingMore"
        )
    }

    /// Stops the process, and returns when it stands: on a busy machine its threads go on for a while after the signal.
    private static func suspend(_ process: pid_t) {
        kill(process, SIGSTOP)
        var info = siginfo_t()
        while waitid(P_PID, id_t(process), &info, WSTOPPED) != 0, errno == EINTR {}
    }

    /// Asks for the lease again and again, as it may be a while until the last sign of life is old: one that was sent
    /// before the suspension may still wait for the server's disk, and a grant that was under way on another connection
    /// holds on to the lease until the server gives it up after a minute.
    private static func runOnceTheLeaseIsStale(_ night: FaultNight) throws -> Ending {
        let deadline = ContinuousClock.now + .seconds(100)
        var ending = try night.run()
        while ending.status == 75, ContinuousClock.now < deadline { ending = try night.run() }
        return ending
    }

    /// The ledger, and the books' rows that a run writes about itself.
    private static func everything(in database: TestDatabase) throws -> [String] {
        try LedgerState(of: database).lines
            + database.connect().query(
                """
                SELECT concat_ws(' ', 'run', run_id, status, exit_status) AS line FROM tieout.run
                UNION ALL SELECT concat_ws(' ', 'watermark', name, cut_off, run_id) FROM tieout.watermark
                ORDER BY line
                """
            ).map { try $0.text("line") }
    }
}
