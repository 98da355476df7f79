import Foundation
import Reconciliation
import Testing

@Suite struct RunIDTests {
    let startedAt = Instant(secondsSinceEpoch: 1_795_400_100)

    @Test(arguments: [
        ("nightly", UInt16(0x3f9c), "20261123T021500Z-nightly-3f9c"),
        ("manual", 0, "20261123T021500Z-manual-0000"),
        ("nightly", 0xa, "20261123T021500Z-nightly-000a"),
        ("nightly", .max, "20261123T021500Z-nightly-ffff"),
    ])
    func itNamesItsStartItsKindAndItself(_ command: String, _ suffix: UInt16, _ text: String) {
        let id = RunID(startedAt: startedAt, command: command, suffix: suffix)
        #expect(id.text == text)
        #expect(RunID(text) == id)
    }

    @Test func namesSortByTheirStart() {
        let starts = [0, 1, 59, 3_600, 86_400, 31_536_000].map { startedAt + $0 }
        let names = starts.map { RunID(startedAt: $0, command: "nightly", suffix: .max).text }
        #expect(names == names.sorted())
    }

    @Test(arguments: [
        "", ".", "..", "../etc", "a/b", "a\\b", "a b", "a\n", "a\0", "latest.tmp", "ré", "a_b", "%2e%2e",
        String(repeating: "a", count: 81),
    ])
    func whatCouldLeaveTheReportsFolderIsNoRunID(_ text: String) {
        #expect(RunID(text) == nil)
    }

    @Test func filesHoldItsText() throws {
        let id = RunID(startedAt: startedAt, command: "nightly", suffix: 1)
        let file = try JSONEncoder().encode([id])
        #expect(String(decoding: file, as: UTF8.self) == #"["20261123T021500Z-nightly-0001"]"#)
        #expect(try JSONDecoder().decode([RunID].self, from: file) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([RunID].self, from: Data(#"["../x"]"#.utf8)) }
    }
}
