import Foundation
import PostgresLedger
import Reconciliation

/// Somebody who decides on published plans, over a connection that has no more than an approver's rights.
public struct TestApprover {
    private let name: String
    private let database: TestDatabase

    /// An approver of that name.
    public init(_ name: String, in database: TestDatabase) { (self.name, self.database) = (name, database) }

    /// Decides on the corrections of those Stripe ids or fingerprints in a plan; on all without any.
    public func decide(
        _ verdict: PlanDecision.Verdict,
        on plan: String,
        of chosen: String...,
        because reason: String = "looked at"
    ) async throws {
        try await TestRoles.make(in: database)
        let ledger = PostgresLedger(try database.settings(as: TestRoles.approver), mapping: .reference)
        try await ledger.connect()
        var decision = try Self.decision(verdict, on: plan, of: chosen)
        decision.decidedBy = name
        decision.reason = reason
        try await ledger.record(decision)
        await ledger.disconnect()
    }

    private static func decision(
        _ verdict: PlanDecision.Verdict,
        on path: String,
        of chosen: [String]
    ) throws -> PlanDecision {
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
        guard let plan = file as? [String: Any], let entries = plan["corrections"] as? [[String: Any]],
            let run = (plan["run_id"] as? String).flatMap(RunID.init), let hash = plan["hash"] as? String
        else { throw NoPlan() }
        var corrections: [PlanDecision.Decided] = []
        for entry in entries {
            guard let stripeID = entry["stripe_id"] as? String, let fingerprint = entry["fingerprint"] as? String
            else { throw NoPlan() }
            guard chosen.isEmpty || chosen.contains(stripeID) || chosen.contains(fingerprint) else { continue }
            let json = try JSONSerialization.data(withJSONObject: entry, options: .sortedKeys)
            corrections.append(
                .init(
                    stripeID: stripeID,
                    fingerprint: fingerprint,
                    correction: String(decoding: json, as: UTF8.self)
                )
            )
        }
        return PlanDecision(
            run: run,
            planHash: hash,
            verdict: verdict,
            decidedBy: "",
            reason: "",
            corrections: corrections
        )
    }

    private struct NoPlan: Error {}
}
