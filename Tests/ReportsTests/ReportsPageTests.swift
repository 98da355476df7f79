import Foundation
import Testing

@testable import Reports

/// The columns in docs/sheets.md are those of the data dictionary; `scripts/generate-docs` writes them anew.
@Suite struct ReportsPageTests {
    private static let begin = "<!-- The columns: written by scripts/generate-docs, not by hand. -->\n"
    private static let end = "<!-- The end of the columns. -->\n"
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/sheets.md").standardized

    @Test func theColumnsAreFresh() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let parts = text.components(separatedBy: Self.begin)
        let rest = parts.last?.components(separatedBy: Self.end) ?? []
        try #require(parts.count == 2 && rest.count == 2, "the page has its two marks")
        let fresh = parts[0] + Self.begin + (try Self.columns()) + Self.end + rest[1]
        if ProcessInfo.processInfo.environment["TIEOUT_GENERATE_DOCS"] == "1", fresh != text {
            try fresh.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == fresh, "run scripts/generate-docs")
    }

    /// A table for each sheet and file.
    private static func columns() throws -> String {
        let rows = try RunTables(SampleRun.result()).dictionary.rows.map { $0.map(\.plain) }
        var text = ""
        var heading = ""
        for row in rows {
            let next =
                "\n### " + [row[0], row[1].isEmpty ? "" : "`\(row[1])`"].filter { !$0.isEmpty }.joined(separator: ", ")
            if next != heading { text += next + "\n\n| column | type | unit | meaning |\n|---|---|---|---|\n" }
            heading = next
            text += "| `\(row[3])` | \(row[4]) | \(row[5]) | \(row[6]) |\n"
        }
        return text + "\n"
    }
}

extension Cell {
    fileprivate var plain: String {
        if case .text(let text) = self { return text }
        return ""
    }
}
