import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// A ledger whose books know one plan, which the operating system's user cron made, and what tests ask of decisions on it.
protocol DecidedPlans: Sendable {
    var database: TestDatabase { get }
    var ledger: PostgresLedger { get }
}

extension DecidedPlans {
    static var run: RunID { RunID("20261123T021500Z-nightly-3f9c")! }
    static var hash: String { "ab12" }

    /// The books with that plan.
    static func make() async throws -> (TestDatabase, PostgresLedger) {
        let database = try await TestDatabase.make()
        return (database, try await database.ledger())
    }

    /// A run that began so many seconds ago, with its plan.
    func plan(_ run: RunID, by planner: String, hash: String?, secondsAgo: Int64 = 2 * .hour) async throws {
        let noon = Instant(secondsSinceEpoch: Books.noon)
        let startedAt = try await ledger.databaseNow() - secondsAgo
        try await ledger.beginRun(
            run,
            command: "nightly",
            period: Period(since: noon, cutOff: noon + .day),
            applies: false,
            startedAt: startedAt,
            toolVersion: "1",
            startedBy: planner
        )
        guard let hash else { return }
        try await ledger.endRun(
            run,
            status: .differences,
            exitStatus: 2,
            finishedAt: startedAt + 60,
            summary: nil,
            planHash: hash
        )
    }

    func decision(
        _ verdict: PlanDecision.Verdict = .approved,
        of sales: [String] = ["cs_test_A"],
        in run: RunID = Self.run,
        hash: String = Self.hash,
        by name: String = "Anna Weber",
        because reason: String = "the customer was told"
    ) -> PlanDecision {
        PlanDecision(
            run: run,
            planHash: hash,
            verdict: verdict,
            decidedBy: name,
            reason: reason,
            corrections: sales.map { sale in
                let fingerprint = "refund_not_reversed:\(sale)"
                return .init(
                    stripeID: sale,
                    fingerprint: fingerprint,
                    correction: #"{"stripe_id": "\#(sale)", "fingerprint": "\#(fingerprint)", "credits": 12}"#
                )
            }
        )
    }

    /// The decisions of a run's plan as lines: sale, verdict, name, reason, and by whom it was posted since.
    func lines(of run: RunID = Self.run) async throws -> [String] {
        try await ledger.decisions(of: run).map { decision in
            let posting = decision.posting.map { " posted by \($0.run) for \($0.approvedBy ?? "nobody")" } ?? ""
            return "\(decision.stripeID) \(decision.verdict) by \(decision.decidedBy): \(decision.reason)\(posting)"
        }
    }

    /// Why a decision is not recorded; nil where it is.
    func refusal(of decision: PlanDecision) async throws -> DecisionRefusal? {
        let before = try await lines(of: decision.run)
        do throws(DecisionError) {
            try await ledger.record(decision)
            return nil
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            #expect(try await lines(of: decision.run) == before, "nothing of what is refused is kept")
            #expect(!refusal.sentence.isEmpty && refusal.advice.hasSuffix("."))
            return refusal
        }
    }

    /// What a run heeds, as lines.
    func standing(since instant: Instant = Instant(secondsSinceEpoch: 0)) async throws -> [String] {
        try await ledger.standingDecisions(approvedSince: instant).map { decision in
            "\(decision.stripeID) \(decision.verdict) by \(decision.decidedBy)"
        }
    }
}
