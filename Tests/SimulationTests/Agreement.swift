import PostgresLedger
import Reconciliation
import TestSupport

/// What the SQL says of a world, in the auditor's words.
extension Verdict {
    /// Asks the SQL; findings of kinds that the auditor does not judge are left out, and so is what only they name.
    static func ofSQL(_ world: World, in books: Books) async throws -> (verdict: Verdict, night: Night) {
        try world.enter(books)
        let night = try await books.night(over: try world.examined)
        return (try Verdict(night.findings, ends: books.ends()), night)
    }

    init(_ findings: [Finding], ends: [String]) throws {
        self.findings = Set(
            findings.filter { Auditor.kinds.contains($0.kind.rawValue) }.map { finding in
                Verdict.line(
                    finding.kind.rawValue,
                    finding.stripeID ?? finding.ledgerID ?? "-",
                    finding.severity.rawValue,
                    credits: Self.statesCredits(finding.kind) ? finding.credits : nil,
                    hold: finding.detail["hold"]
                )
            }
        )
        self.ends = Set(ends)
    }

    /// Kinds whose number of credits somebody acts upon.
    private static func statesCredits(_ kind: FindingKind) -> Bool {
        switch kind {
        case .missedPurchase, .failedFulfilment, .uncreditedPurchase, .unrecordedGrant, .duplicateGrant, .phantomGrant:
            true
        default: false
        }
    }
}

extension Books {
    /// Where each record of the last night ended up: `charge ch_1 excluded uncaptured`.
    func ends() throws -> [String] {
        try lines(
            """
            SELECT record_kind || ' ' || stripe_id || ' ' || state || CASE WHEN reason = '' THEN '' ELSE ' ' || reason END
                AS line
            FROM tieout.record_state
            """
        )
    }
}

extension World {
    /// What the SQL says otherwise than the auditor, or that does not add up; empty when they agree.
    func disagreements(in books: Books) async throws -> [String] {
        let (sql, night) = try await Verdict.ofSQL(self, in: books)
        let unjudged = Set(
            night.findings.filter { !Auditor.kinds.contains($0.kind.rawValue) }.compactMap(\.stripeID)
        )
        let auditor = Auditor(self).verdict.marking(unjudged)
        return auditor.differences(from: sql) + night.breaks.map { "broken: \($0)" }
    }
}

extension Verdict {
    /// The same where records that a rule names which the auditor does not know are found.
    fileprivate func marking(_ ids: Set<String>) -> Verdict {
        var verdict = self
        verdict.ends = Set(
            ends.map { end in
                let words = end.split(separator: " ")
                return ids.contains(String(words[1])) ? "\(words[0]) \(words[1]) found" : end
            }
        )
        return verdict
    }
}
