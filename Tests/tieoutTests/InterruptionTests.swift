import Foundation
import Testing

/// Two runs at once, and runs that are told to stop. The money moves once, whatever happens.
@Suite struct InterruptionTests {
    @Test func aSecondRunIsTurnedAwayWhileTheFirstIsAtWork() async throws {
        let gate = Gate(path: "/v1/charges")
        let night = try await OneMissedSale(fault: gate.pass)
        let first = try night.program.start(night.applied)
        try #require(gate.isReached())
        let second = try night.program.run(night.applied + ["--output", "json"])
        #expect(second.status == 75)
        #expect(try second.json().text("error")?.hasPrefix("another run is at work on this ledger: ") == true)
        #expect(second.notes.contains("tieout runs"))
        #expect(try night.balance() == 0)
        gate.open()
        #expect(try first.ending().status == 0)
        #expect(try night.balance() == 50)
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aRunThatIsToldToStopWritesNothingAndALaterOneCompletes(_ signal: Int32, _ status: Int32) async throws {
        let gate = Gate(path: "/v1/charges")
        let night = try await OneMissedSale(fault: gate.pass)
        let before = try Books(of: night.database)
        let run = try night.program.start(night.applied + ["--output", "json"])
        try #require(gate.isReached())
        run.send(signal)
        gate.open()
        let ending = try run.ending()
        #expect(ending.status == status)
        #expect(try ending.json().number("exit_status") == Int(status))
        #expect(ending.notes.contains("stopped by a signal"))
        #expect(try Books(of: night.database) == before)
        #expect(night.program.folder.names(in: "reports") == [])

        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 50)
        let runs = try night.program.run("runs", "--output", "json").json().objects("runs")
        // Both may have begun in the same second.
        #expect(runs.compactMap { $0.text("status") }.sorted() == ["stopped", "tied_out"])
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        let gate = Gate(path: "/v1/charges")
        let night = try await OneMissedSale(fault: gate.pass)
        let run = try night.program.start(night.applied)
        try #require(gate.isReached())
        run.send(SIGTERM)
        // Pending signals of one kind become one, so the second is of another kind.
        run.send(SIGINT)
        let status = try run.ending().status
        #expect([130, 143].contains(status))
        gate.open()
        #expect(try night.balance() == 0)
    }

    @Test func aRunThatIsKilledLeavesNoLockBehind() async throws {
        let gate = Gate(path: "/v1/charges")
        let night = try await OneMissedSale(fault: gate.pass)
        let run = try night.program.start(night.applied)
        try #require(gate.isReached())
        run.send(SIGKILL)
        #expect(try run.ending().status == 128 + SIGKILL)
        gate.open()
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 50)
    }
}
