import Failpoints
import Foundation
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// A run that is killed, and run again: the result is that of a run that nobody disturbed.
@Suite struct KillTests {
    /// What an undisturbed run leaves, its exit status, and how many seconds it took.
    static let undisturbed = Task {
        let night = try await FaultNight()
        let clock = ContinuousClock()
        let beginning = clock.now
        let ending = try night.run()
        let duration = beginning.duration(to: clock.now) / .seconds(1)
        return (state: try LedgerState(of: night.database), status: ending.status, duration: duration)
    }

    @Test func anUndisturbedRunPassesEveryStepAndGrantsEachSaleOnce() async throws {
        let seen = Mutex<Set<Step>>([])
        let night = try await FaultNight()
        let listener = try StepListener { arrival in seen.withLock { _ = $0.insert(arrival.step) } }
        let ending = try night.run(hearing: listener)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(Set(Step.allCases).subtracting(seen.withLock { $0 }) == [])
        #expect(try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [])
        #expect(try night.brokenReports() == [])
    }

    @Test(arguments: Moment.all) func killedAtAStepAndRunAgain(_ moment: Moment) async throws {
        let night = try await FaultNight()
        let watch = Watch(for: moment)
        let listener = try StepListener { if watch.isStruck(by: $0.step) { kill($0.process, SIGKILL) } }
        #expect(try night.run(hearing: listener).status == 128 + SIGKILL)
        try await expectRecovery(of: night)
        Figures.add(1, "kills, a step each", row: 13, test: "KillTests.killedAtAStepAndRunAgain")
    }

    static let seeds = Long.seeds(of: Long.isOn ? 500 : 20)

    /// Killed some time after it was started, wherever it is then: within a statement, a file, or between two of either.
    @Test(arguments: seeds) func killedAtARandomMomentAndRunAgain(_ seed: UInt64) async throws {
        let span = try await Self.undisturbed.value.duration
        var random = SplitMix64(seed: seed)
        let moment = Double.random(in: 0...1.1, using: &random) * span
        let night = try await FaultNight()
        let run = try night.program.start(night.arguments)
        DispatchQueue.global().asyncAfter(deadline: .now() + moment) { run.send(SIGKILL) }
        let status = try run.ending().status
        // One that was faster than the timer has ended by itself.
        #expect([128 + SIGKILL, 0].contains(status), "seed \(seed)")
        try await expectRecovery(of: night, "seed \(seed), \(moment) s after the start")
        guard status != 0 else { return }
        Figures.add(1, "kills at a random moment", row: 13, test: "KillTests.killedAtARandomMomentAndRunAgain")
    }

    /// Told to stop at a step: it stops there or finishes what it is at, and says which.
    @Test(arguments: Moment.all) func toldToStopAtAStepAndRunAgain(_ moment: Moment) async throws {
        let night = try await FaultNight()
        let watch = Watch(for: moment)
        let listener = try StepListener { if watch.isStruck(by: $0.step) { kill($0.process, SIGTERM) } }
        let ending = try night.run(hearing: listener)
        #expect([143, 0].contains(ending.status), "\(ending.output)\(ending.notes)")
        #expect(watch.hasCome)
        try await expectRecovery(of: night)
        Figures.add(1, "SIGTERMs, a step each", row: 14, test: "KillTests.toldToStopAtAStepAndRunAgain")
    }
}

/// Runs it again after whatever happened, and expects what an undisturbed run leaves.
func expectRecovery(
    of night: FaultNight,
    _ story: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    try night.database.waitUntilNobodyIsConnected()
    let undisturbed = try await KillTests.undisturbed.value
    // Before the next run clears away what was not finished: no folder may look like a report and not be one.
    let published = try night.brokenReports().filter { !$0.hasPrefix(".tmp-") }
    #expect(published == [], story, sourceLocation: sourceLocation)
    let again = try night.run()
    #expect(again.status == undisturbed.status, story, sourceLocation: sourceLocation)
    #expect(try LedgerState(of: night.database) == undisturbed.state, story, sourceLocation: sourceLocation)
    #expect(
        try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [],
        story,
        sourceLocation: sourceLocation
    )
    #expect(try night.brokenReports() == [], story, sourceLocation: sourceLocation)
}
