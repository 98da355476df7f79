import Reconciliation
import Testing

@testable import tieout

/// The chart of `tieout outage`, character by character.
@Suite struct MissedChartTests {
    /// Hours of a week with ten sales each, and as many missed as the hours' digits say.
    private func week(_ hit: [Int: Int64]) -> MissedPurchases {
        var missed = MissedPurchases()
        missed.slots = (0..<168).map { hour in
            let time = "\(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
            return .init(label: "2026-11-1\(hour / 24) \(time)", paid: 10, missed: hit[hour] ?? 0)
        }
        return missed
    }

    private func lines(_ missed: MissedPurchases, _ outages: [Range<Int>], width: Int = 60, unicode: Bool) -> [String] {
        MissedChart(missed: missed, width: width, usesUnicode: unicode, outages: outages).lines
    }

    @Test func hoursAroundAnOutageAreSeenOneByOne() {
        let drawn = lines(week([80: 10, 81: 5, 82: 1]), [80..<83], unicode: true)
        #expect(
            drawn == [
                "paid        ███████████████████████████████████████████████",
                "missed      ······················█▄▁······················",
                "outage                            ▔▔▔                      ",
                "            2026-11-12 10:00               2026-11-14 08:00",
                "            an hour a character; the highest stands for 10",
            ]
        )
    }

    @Test func whereAllIsAsciiSoIsTheChart() {
        let drawn = lines(week([80: 10, 81: 5, 82: 1]), [80..<83], unicode: false)
        #expect(drawn[1] == "missed      ......................841......................")
        #expect(drawn[2] == "outage                            ^^^                      ")
    }

    /// Two outages too far apart: the whole week, several hours a character.
    @Test func whatIsWiderThanTheTerminalIsTakenTogether() {
        let drawn = lines(week([2: 10, 160: 10]), [2..<3, 160..<161], unicode: false)
        #expect(drawn[1] == "missed      2.......................................2.")
        #expect(drawn[2] == "outage      ^                                       ^ ")
        #expect(drawn[4] == "            4 hours a character; the highest stands for 40")
        #expect(drawn.allSatisfy { $0.count <= 60 })
    }

    @Test func nothingIsDrawnWhereNothingWasMissed() {
        #expect(lines(week([:]), [], unicode: true) == [])
        #expect(lines(MissedPurchases(), [], unicode: true) == [])
    }
}
