import Reconciliation
import TestSupport
import Testing

/// The rules and the auditor, who was written apart from them, say the same of every world.
@Suite struct AgreementTests {
    @Test(arguments: 0..<Seeds.partCount) func rulesAndAuditorAgree(part: UInt64) async throws {
        let books = try await SimulationBooks.open()
        var failures = 0
        for seed in Seeds.part(part) {
            let world = Workload.world(seed)
            let disagreements = try await world.disagreements(in: books)
            guard !disagreements.isEmpty else { continue }
            Issue.record("seed \(seed): (- auditor, + rules)\n\(disagreements.joined(separator: "\n"))")
            failures += 1
            guard failures <= 3 else { continue }
            // The same disagreement, not any: another one would be another mistake.
            let sought = disagreements[0].split(separator: " ").prefix(2)
            let smallest = try await world.smallest { smaller in
                try await smaller.disagreements(in: books).contains { $0.split(separator: " ").prefix(2) == sought }
            }
            let remaining = try await smallest.disagreements(in: books)
            Issue.record("the smallest of seed \(seed):\n\(remaining.joined(separator: "\n"))\n\(smallest)")
        }
    }

    @Test(.enabled(if: Seeds.all.count > 1)) func everyKindOccurs() {
        let seen = Set(Seeds.all.prefix(50).flatMap { Auditor(Workload.world($0)).verdict.findings.map(\.kind) })
        #expect(seen == Set(FindingKind.allCases.map(\.rawValue)))
    }
}
