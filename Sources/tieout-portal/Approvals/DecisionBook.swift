import PostgresLedger
import Reconciliation

/// What was decided of plans, in the ledger's database: all that the portal reads or writes there.
actor DecisionBook {
    private let ledger: PostgresLedger

    init(_ settings: ConnectionSettings) { ledger = PostgresLedger(settings) }

    /// The decisions on the plan of a run.
    ///
    /// - Throws: ``Refusal`` with 503 when the database is out of reach.
    func decisions(of run: RunID) async throws(Refusal) -> [RecordedDecision] {
        do {
            try await connect()
            return try await ledger.decisions(of: run)
        } catch {
            throw Self.outOfReach
        }
    }

    /// How much of the plans of runs was decided; nothing while the database is out of reach, as a list needs no decisions.
    func totals(of runs: [RunID]) async -> [RunID: DecisionTotals] {
        do {
            try await connect()
            return try await ledger.decisionTotals(of: runs)
        } catch {
            return [:]
        }
    }

    /// Records a decision.
    ///
    /// - Throws: ``Refusal``: 409 where it may not be recorded, 503 when the database is out of reach.
    func record(_ decision: PlanDecision) async throws(Refusal) {
        do throws(PostgresError) { try await connect() } catch { throw Self.outOfReach }
        do throws(DecisionError) {
            try await ledger.record(decision)
        } catch {
            guard case .refused(let refusal) = error else { throw Self.outOfReach }
            throw Refusal(.conflict, "Not recorded: \(refusal.sentence). \(refusal.advice)")
        }
    }

    /// A connection that was lost is made anew; nothing of a decision is left half done by it.
    private func connect() async throws(PostgresError) {
        if await ledger.needsConnection { try await ledger.connect() }
    }

    private static let outOfReach = Refusal(
        .serviceUnavailable,
        "The database that keeps decisions is out of reach. Look at the plan again in a minute: what was decided is shown there.",
        retryAfter: 60
    )
}
