import Testing

@testable import Reconciliation

/// The runbook: whoever is woken by a code finds its section, and no section is about a code that does not exist.
@Suite struct RunbookTests {
    /// What is told step by step, whatever the alert was.
    private static let morning = "The morning after a webhook outage"

    @Test func eachCodeHasItsSection() throws {
        let text = try PackageRoot.text("docs/RUNBOOK.md")
        let sections = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        #expect(Set(sections).subtracting([Self.morning]) == Set(RunEvent.Code.allCases.map(\.rawValue)))
        #expect(sections.contains(Self.morning))
        #expect(sections.count == Set(sections).count)
    }
}
