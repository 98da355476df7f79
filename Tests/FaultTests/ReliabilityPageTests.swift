import Foundation
import Testing

/// `docs/reliability.md` is complete, and names what is there.
@Suite struct ReliabilityPageTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test func everyRowIsThereAndSaysWhatShowsIt() throws {
        let rows = try Self.text("docs/reliability.md").split(separator: "\n").compactMap { line -> [String]? in
            guard line.firstMatch(of: #/^\| [0-9]+ \| /#) != nil else { return nil }
            return line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(rows.compactMap { Int($0[0]) } == Array(1...24))
        // A row either names a file or says that it is not shown.
        #expect(rows.filter { !$0.joined().contains(/not shown|\]\(\.\.\//) }.map { $0[0] } == [])
        // What these tests count stands in the row's figures, once a run has written them.
        guard ProcessInfo.processInfo.environment["TIEOUT_FIGURES"] == nil else { return }
        let counted = try Self.countedRows()
        #expect(rows.filter { counted.contains($0[0]) && Int($0[2].prefix { $0.isNumber }) == nil }.map { $0[0] } == [])
    }

    /// The rows that a test of faults adds figures to.
    private static func countedRows() throws -> Set<String> {
        let folder = root.appending(path: "Tests/FaultTests")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try names.reduce(into: []) { rows, name in
            for match in try text("Tests/FaultTests/\(name)").matches(of: /Figures\.add\([^)]*row: ([0-9]+)/) {
                rows.insert(String(match.1))
            }
        }
    }
}
