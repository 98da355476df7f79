import Foundation
import Testing

/// A document that leads nowhere is worse than none.
@Suite struct DocumentLinksTests {
    static let documents: [String] = {
        let below = FileManager.default.enumerator(atPath: PackageRoot.folder.appending(path: "docs").path)
        let pages = (below?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
        return pages.sorted() + ["CHANGELOG.md", "SECURITY.md"]
    }()

    @Test(arguments: documents)
    func everyLinkToAFileLeadsToOne(_ document: String) throws {
        let folder = PackageRoot.folder.appending(path: document).deletingLastPathComponent()
        let broken = try links(in: document).filter { link in
            let path = link.prefix { $0 != "#" }
            return !path.isEmpty && !FileManager.default.fileExists(atPath: folder.appending(path: path).path)
        }
        #expect(broken == [])
    }

    @Test(arguments: documents)
    func everyLinkToAHeadingLeadsToOne(_ document: String) throws {
        let folder = PackageRoot.folder.appending(path: document).deletingLastPathComponent()
        let broken = try links(in: document).filter { link in
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return false }
            let target =
                parts[0].isEmpty ? PackageRoot.folder.appending(path: document) : folder.appending(path: parts[0])
            return !anchors(in: try String(contentsOf: target, encoding: .utf8)).contains(String(parts[1]))
        }
        #expect(broken == [])
    }

    @Test func theReadingOrderLeadsToEveryDecision() throws {
        let decisions = try PackageRoot.stems(in: "docs/decisions", withExtension: "md").map { "decisions/\($0).md" }
        let listed = try links(in: "docs/README.md").filter { $0.hasPrefix("decisions/") && $0.hasSuffix(".md") }
        #expect(listed == decisions.sorted())
    }

    @Test(arguments: documents.filter { $0.hasPrefix("docs/decisions/") })
    func aDecisionHasItsFourParts(_ decision: String) throws {
        let text = try PackageRoot.text(decision)
        let parts = text.matches(of: /(?m)^\*\*([A-Z][a-z ]+)\.\*\*/).map { String($0.1) }
        #expect(parts == ["Context", "Decision", "Turned down", "Consequences"])
        let number = decision.split(separator: "/").last?.prefix(4) ?? ""
        #expect(text.hasPrefix("# \(number) · "))
    }

    /// Targets within the repository.
    private func links(in document: String) throws -> [String] {
        try PackageRoot.text(document).matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
            .filter { !$0.contains("://") }
    }

    /// The anchors of a page's headings: lower case, hyphens for spaces, without punctuation.
    private func anchors(in page: String) -> [String] {
        page.matches(of: /(?m)^#+ (.+)$/).map { heading in
            String(heading.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" })
                .replacing(" ", with: "-")
        }
    }
}
