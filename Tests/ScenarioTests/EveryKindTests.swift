import Foundation
import Reconciliation
import Testing

/// Each kind of finding has its scenario, under its own name.
@Suite struct EveryKindTests {
    @Test func eachKindHasItsScenario() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let scenarios = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix("Scenario.swift") }
        let expected = FindingKind.allCases.map { kind in
            kind.rawValue.split(separator: "_").map(\.capitalized).joined() + "Scenario.swift"
        }
        #expect(scenarios.sorted() == expected.sorted())
    }
}
