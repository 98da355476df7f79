import PostgresLedger
import Reconciliation
import Reports

/// What was decided of plans, in the ledger's database: all that the portal reads or writes there.
actor DecisionBook {
    private let ledger: PostgresLedger
    /// The attempt to connect that is under way, which all wait for.
    private var attempt: Task<Void, any Error>?
    /// When the last attempt failed: for a while nobody waits for another.
    private var failedAt: ContinuousClock.Instant?

    init(_ settings: ConnectionSettings) {
        ledger = PostgresLedger(settings.with("connect_timeout", "3").with("application_name", "tieout-portal"))
    }

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

    /// What of a plan was posted since its run began, by its fingerprint, whether somebody decided on it or not.
    ///
    /// - Throws: ``Refusal`` with 503 when the database is out of reach.
    func postings(of plan: PlanDocument) async throws(Refusal) -> [String: RecordedDecision.Posting] {
        do {
            try await connect()
            let corrections = plan.corrections.map { (stripeID: $0.stripeID, fingerprint: $0.fingerprint) }
            return try await ledger.postings(of: corrections, in: plan.runID)
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
        do { try await connect() } catch { throw Self.outOfReach }
        do throws(DecisionError) {
            try await ledger.record(decision)
        } catch {
            guard case .refused(let refusal) = error else { throw Self.outOfReach }
            throw Refusal(.conflict, "Not recorded: \(refusal.sentence). \(refusal.advice)")
        }
    }

    /// A connection that was lost is made anew; nothing of a decision is left half done by it. Somebody waits at a page, so
    /// neither connecting nor a statement may take long.
    private func connect() async throws {
        guard await ledger.needsConnection else { return }
        if let failedAt, failedAt.duration(to: .now) < .seconds(30) { throw Self.outOfReach }
        let ledger = ledger
        let attempt =
            attempt
            ?? Task {
                try await ledger.connect()
                try await ledger.limitStatements(toMilliseconds: 5_000)
            }
        self.attempt = attempt
        do {
            try await attempt.value
            (self.attempt, failedAt) = (nil, nil)
        } catch {
            (self.attempt, failedAt) = (nil, .now)
            throw error
        }
    }

    private static let outOfReach = Refusal(
        .serviceUnavailable,
        "The database that keeps decisions is out of reach. Look at the plan again in a minute: what was decided is shown there.",
        retryAfter: 60
    )
}
