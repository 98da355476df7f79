import Foundation
import Testing

/// Periods given by hand, and the watermark that the nightly runs follow.
@Suite struct PeriodTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Days before the test; nil leaves the option out.
        let since: Int64?
        let until: Int64?
        let says: String
    }

    @Test(arguments: [
        Case(testDescription: "no start on a first run", since: nil, until: nil, says: "--since"),
        Case(testDescription: "an end without a start", since: nil, until: 1, says: "--since"),
        Case(testDescription: "ends before it starts", since: 1, until: 3, says: "is empty"),
        Case(testDescription: "is empty", since: 2, until: 2, says: "is empty"),
        Case(testDescription: "ends in the future", since: 2, until: -1, says: "--until"),
        Case(testDescription: "starts in the future", since: -2, until: nil, says: "--since"),
    ])
    func aPeriodThatIsNoneIsRefused(_ wrong: Case) async throws {
        let night = try await OneMissedSale()
        let before = try Books(of: night.database)
        let period =
            (wrong.since.map { ["--since", night.instant(daysAgo: $0)] } ?? [])
            + (wrong.until.map { ["--until", night.instant(daysAgo: $0)] } ?? [])
        let ending = try night.program.run(["run", "--apply"] + period)
        #expect(ending.status == 64)
        #expect(ending.output == "")
        #expect(ending.notes.contains(wrong.says), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
        #expect(try night.program.run("runs", "--output", "json").json().objects("runs").isEmpty)
    }

    @Test func nightsFollowTheWatermark() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        let first = try newestRun(night)
        #expect(first.since == night.instant(daysAgo: 7))
        #expect(try watermark(night) == first.cutOff)

        #expect(try night.program.run("run", "--apply").status == 0)
        let second = try newestRun(night)
        #expect(try second.since == shifted(first.cutOff, byDays: -7))
        #expect(second.cutOff >= first.cutOff)
        #expect(try watermark(night) == second.cutOff)
    }

    /// The nightly period begins seven days back, and its sessions are listed from a day before that.
    @Test(arguments: [Int64(24), 170, 191, 288])
    func whatWaitsForAPersonStaysOpenHoweverOldItIs(_ hours: Int64) async throws {
        let night = try await OneMissedSale(paidHoursAgo: hours, refunded: 500)
        #expect(try night.program.run("run", "--apply", "--since", night.instant(daysAgo: 20)).status == 2)
        for _ in 1...2 {
            #expect(try night.program.run("run", "--apply").status == 2)
            let open = try night.program.run("findings", "--output", "json").json().objects("findings")
            #expect(open.compactMap { $0.text("fingerprint") } == ["missed_purchase:cs_test_A"])
        }
        #expect(try night.balance() == 0)
    }

    @Test func aPeriodByHandLeavesTheWatermarkWhereItIs() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        let watermark = try watermark(night)
        let period = ["--since", night.instant(daysAgo: 5), "--until", night.instant(daysAgo: 1)]
        #expect(try night.program.run(["run", "--apply"] + period).status == 0)
        #expect(try night.program.run(["run", "--apply", "--since", night.instant(daysAgo: 5)]).status == 0)
        #expect(try self.watermark(night) == watermark)
    }

    @Test func aFirstRunWithAnEndSetsNoWatermark() async throws {
        let night = try await OneMissedSale()
        let period = ["--since", night.instant(daysAgo: 5), "--until", night.instant(daysAgo: 1)]
        #expect(try night.program.run(["run", "--apply"] + period).status == 0)
        #expect(try watermark(night) == nil)
    }

    @Test func aRunThatFailsLeavesTheWatermarkWhereItIs() async throws {
        let night = try await OneMissedSale { request in
            // Two runs have asked twice each: for preflight and for the list. The third asks for the list in vain.
            request.path == "/v1/disputes" && request.numberOnPath == 4 ? .status(400) : nil
        }
        #expect(try night.program.run(night.applied).status == 0)
        let watermark = try watermark(night)
        #expect(try night.program.run("run", "--apply").status == 1)
        #expect(try self.watermark(night) == watermark)
    }

    private func newestRun(_ night: OneMissedSale) throws -> (since: String?, cutOff: String) {
        let runs = try night.program.run("runs", "--limit", "1", "--output", "json").json().objects("runs")
        let run = try #require(runs.first)
        return (run.text("since"), try #require(run.text("cut_off")))
    }

    private func watermark(_ night: OneMissedSale) throws -> String? {
        let rows = try night.database.connect().query(
            """
            SELECT to_char(cut_off AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS cut_off
            FROM tieout.watermark WHERE name = 'applied'
            """
        )
        return try rows.map { try $0.text("cut_off") }.first
    }

    private func shifted(_ instant: String, byDays days: Double) throws -> String {
        let date = try Date(instant, strategy: .iso8601)
        return date.addingTimeInterval(days * 86_400).formatted(.iso8601)
    }
}
