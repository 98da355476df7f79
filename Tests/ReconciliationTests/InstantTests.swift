import Foundation
import Reconciliation
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2026-11-23T02:15:00Z", 1_795_400_100),
        ("2026-11-23t02:15:00z", 1_795_400_100),
        ("2026-11-23 02:15:00Z", 1_795_400_100),
        ("2026-11-23T03:15:00+01:00", 1_795_400_100),
        ("2026-11-22T21:15:00-05:00", 1_795_400_100),
        ("2026-11-23T07:45:00+05:30", 1_795_400_100),
        ("2026-11-23T02:15:00-00:00", 1_795_400_100),
        ("2026-11-23T02:15:00.999Z", 1_795_400_100),
        ("2026-11-23T02:15:00.000000001+00:00", 1_795_400_100),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("2038-01-19T03:14:08Z", 2_147_483_648),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func textIsReadToTheSecond(_ text: String, _ seconds: Int64) {
        #expect(Instant(rfc3339: text)?.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "", "now", "2026-11-23", "02:15:00Z", "1795400100",
        "2026-11-23T02:15:00",  // no zone: it would mean something else on each machine
        "2026-11-23T02:15Z",
        "2026-11-23T02:15:00 Z",
        " 2026-11-23T02:15:00Z",
        "2026-11-23T02:15:00Z\n",
        "2026-11-23T02:15:00.Z",
        "2026-11-23T02:15:00+0100",
        "2026-11-23T02:15:00+24:00",
        "2026-11-23T02:15:00+01:60",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T02:60:00Z",
        "2016-12-31T23:59:60Z",  // a leap second: Unix seconds have none
        "26-11-23T02:15:00Z",
        "+2026-11-23T02:15:00Z",
        "-2026-11-23T02:15:00Z",
        "٢٠٢٦-11-23T02:15:00Z",
    ])
    func anythingElseIsNoInstant(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    /// Counts the days one by one, as a wall calendar does.
    @Test func everyDayOfTwoHundredYearsIsWrittenAsTheCalendarSays() {
        var (year, month, day) = (1970, 1, 1)
        var wrong: [String] = []
        for dayNumber in Int64(0)..<73_049 {
            let expected = String(format: "%04d-%02d-%02d", year, month, day)
            let instant = Instant(secondsSinceEpoch: dayNumber * .day)
            if instant.utcDay != expected { wrong.append("\(expected) is written \(instant.utcDay)") }
            if (instant + (.day - 1)).rfc3339 != "\(expected)T23:59:59Z" { wrong.append("the end of \(expected)") }
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong == [])
        #expect(year == 2170)
    }

    @Test func whatIsWrittenIsReadBack() {
        let everyThousandthHourOfSixHundredYears = stride(
            from: Int64(-9_000_000_000),
            to: 10_000_000_000,
            by: 3_600_017
        )
        let lost = everyThousandthHourOfSixHundredYears.filter { seconds in
            let instant = Instant(secondsSinceEpoch: seconds)
            return Instant(rfc3339: instant.rfc3339) != instant
        }
        #expect(lost == [])
    }

    @Test(arguments: [
        ("2023-02-28T23:59:59Z", "2023-03-01T00:00:00Z"),
        ("2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z"),
        ("2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z"),
        ("2100-02-28T23:59:59Z", "2100-03-01T00:00:00Z"),
        ("2000-02-28T23:59:59Z", "2000-02-29T00:00:00Z"),
        ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"),
    ])
    func aSecondLaterIsTheNextDay(_ last: String, _ next: String) throws {
        #expect((try #require(Instant(rfc3339: last)) + 1).rfc3339 == next)
    }

    @Test func distancesAndOrder() throws {
        let earlier = try #require(Instant(rfc3339: "2026-03-28T12:00:00Z"))
        let later = earlier + 2 * .day
        #expect(later - earlier == 172_800)
        #expect(earlier - later == -172_800)
        #expect(later - 2 * .day == earlier)
        #expect(earlier < later && !(later < earlier))
        #expect(later.compact == "20260330T120000Z")
    }

    @Test func filesHoldText() throws {
        let instant = Instant(secondsSinceEpoch: 1_795_400_100)
        #expect(String(decoding: try JSONEncoder().encode([instant]), as: UTF8.self) == #"["2026-11-23T02:15:00Z"]"#)
        #expect(
            try JSONDecoder().decode([Instant].self, from: Data(#"["2026-11-23T03:15:00+01:00"]"#.utf8)) == [instant]
        )
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Instant].self, from: Data(#"["soon"]"#.utf8)) }
    }
}
