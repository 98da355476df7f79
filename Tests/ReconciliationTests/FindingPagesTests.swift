import Reconciliation
import Testing

/// A kind, its rule, its page, its line in the index and the program's own text say the same under one name.
@Suite struct FindingPagesTests {
    static let names = Set(FindingKind.allCases.map(\.rawValue))

    @Test func everyKindHasAPageAndNoPageIsWithoutAKind() throws {
        let pages = try PackageRoot.stems(in: "docs/findings", withExtension: "md").filter { $0 != "README" }
        #expect(Set(pages) == Self.names)
    }

    @Test func everyKindHasARuleAndNoRuleIsWithoutAKind() throws {
        let rules = try PackageRoot.stems(in: "Sources/PostgresLedger/Rules", withExtension: "sql")
        #expect(Set(rules) == Self.names)
    }

    @Test func theIndexNamesEachReasonForWhichAGrantWaitsInTheProgramsWords() throws {
        let listed = try PackageRoot.text("docs/findings/README.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
            .map { $0.split(separator: "|").prefix(2).joined(separator: "|") }
        #expect(listed == HoldReason.allCases.map { " `\($0.rawValue)` | \($0.sentence) " })
    }

    @Test(arguments: FindingKind.allCases)
    func thePageSaysWhatTheProgramSays(_ kind: FindingKind) throws {
        let page = try PackageRoot.text("docs/findings/\(kind.rawValue).md")
        let explanation = kind.explanation
        #expect(page.hasPrefix("# \(kind.rawValue)\n\n**\(explanation.title).** Severity: \(kind.severity.rawValue)"))
        #expect(page.contains("Correction: \(correction(of: kind))."))
        #expect(page.contains("../../Sources/PostgresLedger/Rules/\(kind.rawValue).sql"))

        let sections = sections(of: page)
        #expect(
            Array(sections.keys).sorted() == [
                "Example", "Look at one case", "Near misses that stay silent", "What Tieout does",
                "What a person does", "Why it happens",
            ]
        )
        #expect(page.flowed.contains(explanation.meaning))
        #expect(sections["Why it happens"]?.flowed == explanation.cause)
        #expect(items(of: sections["Near misses that stay silent"] ?? "") == explanation.nearMisses)
        for row in ["| Stripe says |", "| the ledger says |", "| found | `\(kind.rawValue)`"] {
            #expect(sections["Example"]?.contains(row) == true, "no row \(row)")
        }
    }

    @Test(arguments: FindingKind.allCases)
    func anExplanationIsWholeAndReadsAsSentences(_ kind: FindingKind) {
        let explanation = kind.explanation
        #expect(!explanation.title.isEmpty && !explanation.title.hasSuffix("."))
        #expect(!explanation.nearMisses.isEmpty)
        for text in [explanation.meaning, explanation.cause, explanation.advice] + explanation.nearMisses {
            #expect(text.first?.isUppercase == true && text.hasSuffix("."), "\(text)")
            #expect(!text.contains("  "), "\(text)")
        }
        #expect(!explanation.meaning.dropLast().contains(". "), "the meaning is one sentence")
    }

    @Test func noTwoKindsAreExplainedAlike() {
        #expect(Set(FindingKind.allCases.map(\.explanation.title)).count == FindingKind.allCases.count)
        #expect(Set(FindingKind.allCases.map(\.explanation.meaning)).count == FindingKind.allCases.count)
    }

    @Test func aCorrectionIsPromisedExactlyWhereThereIsOne() {
        let promised = FindingKind.allCases.filter { kind in
            kind.explanation.advice.contains("when run with --apply") || kind == .uncreditedPurchase
        }
        #expect(promised == FindingKind.allCases.filter { $0.action != nil && $0.action != .takeBack })
        let proposed = FindingKind.allCases.filter { $0.explanation.advice.contains("proposes to take") }
        #expect(proposed == FindingKind.allCases.filter { $0.action == .takeBack })
    }

    private func correction(of kind: FindingKind) -> String { kind.action.map { "`\($0.rawValue)`" } ?? "none" }

    /// A page's text by the heading above it.
    private func sections(of page: String) -> [String: String] {
        page.split(separator: "\n## ").dropFirst().reduce(into: [:]) { sections, section in
            let parts = section.split(separator: "\n", maxSplits: 1)
            sections[String(parts[0])] = String(parts[1])
        }
    }

    private func items(of list: String) -> [String] {
        list.split(separator: "- ", maxSplits: 1).last.map { $0.split(separator: "\n- ").map { String($0).flowed } }
            ?? []
    }
}

extension String {
    /// The words with one space between them and without the marks of code, as the program says them.
    fileprivate var flowed: String {
        filter { $0 != "`" }.split { $0.isWhitespace }.joined(separator: " ")
    }
}
