import Foundation
import Reconciliation
import Testing

/// The index of the findings is made from the kinds and their pages; `scripts/generate-docs` writes it anew.
@Suite struct FindingsIndexTests {
    private static let path = "docs/findings/README.md"
    private static let begin = "<!-- The kinds: written by scripts/generate-docs, not by hand. -->\n"
    private static let end = "<!-- The end of the kinds. -->\n"

    @Test func theIndexIsFresh() throws {
        let text = try PackageRoot.text(Self.path)
        let parts = text.components(separatedBy: Self.begin)
        let rest = parts.last?.components(separatedBy: Self.end) ?? []
        try #require(parts.count == 2 && rest.count == 2, "the index has its two marks")
        let fresh = parts[0] + Self.begin + (try Self.table()) + Self.end + rest[1]
        if ProcessInfo.processInfo.environment["TIEOUT_GENERATE_DOCS"] == "1", fresh != text {
            try fresh.write(to: PackageRoot.folder.appending(path: Self.path), atomically: true, encoding: .utf8)
        }
        #expect(try PackageRoot.text(Self.path) == fresh, "run scripts/generate-docs")
    }

    /// A row a kind: severity and correction as the program has them, title and meaning as the page says them.
    private static func table() throws -> String {
        let rows = try FindingKind.allCases.map { kind in
            let paragraphs = try PackageRoot.text("docs/findings/\(kind.rawValue).md").components(separatedBy: "\n\n")
            let title = paragraphs[1].dropFirst(2).prefix { $0 != "." }
            let meaning = paragraphs[2].split(separator: "\n").joined(separator: " ")
            let correction = kind.action.map { "`\($0.rawValue)`" } ?? "none"
            return "| [\(kind.rawValue)](\(kind.rawValue).md) | \(kind.severity.rawValue) | \(correction) | \(title) | "
                + "\(meaning) |\n"
        }
        return "| kind | severity | correction | | what is true |\n|---|---|---|---|---|\n" + rows.joined()
    }
}
