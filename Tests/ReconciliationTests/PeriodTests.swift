import Reconciliation
import Testing

@Suite struct PeriodTests {
    let since = Instant(secondsSinceEpoch: 1_795_400_100)

    @Test func itHoldsItsStartAndNotItsCutOff() throws {
        let period = try Period(since: since, cutOff: since + .hour)
        let held = [-1, 0, 1, 3_599, 3_600, 3_601].map { period.contains(since + $0) }
        #expect(held == [false, true, true, true, false, false])
        #expect(period.seconds == 3_600)
    }

    @Test func twoThatMeetShareNothingAndLeaveNothingOut() throws {
        let middle = since + .day
        let (first, second) = (
            try Period(since: since, cutOff: middle), try Period(since: middle, cutOff: middle + .day)
        )
        for instant in [middle - 1, middle, middle + 1] {
            #expect(first.contains(instant) != second.contains(instant))
        }
    }

    @Test(arguments: [Int64(0), -1, -86_400])
    func itIsNeitherEmptyNorInverted(_ seconds: Int64) {
        let error = #expect(throws: InvalidPeriod.self) { try Period(since: since, cutOff: since + seconds) }
        #expect(error?.since == since)
        #expect(error?.cutOff == since + seconds)
        #expect(error?.description.contains("--since must be earlier than --until") == true)
    }
}
