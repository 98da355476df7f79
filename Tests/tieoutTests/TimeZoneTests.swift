import Foundation
import Testing

/// `reports.time_zone`: whose days the reports tell.
@Suite struct TimeZoneTests {
    @Test(arguments: [
        ("Europe/Dublinn", "Did you mean Europe/Dublin?"), ("Mars/Olympus", "no IANA name"), ("CEST", "no IANA name"),
        ("GMT+2", "no IANA name"), ("FOO3", "no IANA name"),
    ])
    func aZoneThatNobodyKnowsIsRefused(_ zone: String, words: String) async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write("reports:\n  time_zone: \(zone)\n", to: "tieout.yaml")
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains("reports.time_zone"), "\(ending.notes)")
        #expect(ending.notes.contains(words), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }

    @Test(arguments: ["Australia/Lord_Howe", "Asia/Kolkata", "Asia/Calcutta", "UTC"])
    func theDaysAreThoseOfTheZone(_ zone: String) async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write("reports:\n  time_zone: \(zone)\n", to: "tieout.yaml")
        let ending = try night.program.run(night.applied + ["--output", "json"])
        #expect(ending.status == 0, "\(ending.notes)")
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        )
        #expect(summary["time_zone"] as? String == zone)
        let told = try #require(
            (summary["tie_out"] as? [String: [String: Any]])?["USD"]?["roll_forward"] as? [String: Any]
        )
        let days = try #require(told["days"] as? [[String: Any]])
        let paidAt = Date(timeIntervalSince1970: TimeInterval(night.now - 48 * 3_600 + 60))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: zone))
        let date = calendar.dateComponents([.year, .month, .day], from: paidAt)
        let expected = String(format: "%04d-%02d-%02d", date.year ?? 0, date.month ?? 0, date.day ?? 0)
        #expect(days.map { $0["date"] as? String } == [expected])
    }
}
