import PostgresLedger
import Reconciliation

extension Configuration {
    /// Takes the lease that lets one run at a time work on a ledger.
    ///
    /// - Throws: ``Failure`` with status 75 when another holds it, and `PostgresError`.
    func lease(for run: RunID, after preflight: Preflight) async throws -> RunLease {
        let answer: RunLease.Answer
        do {
            answer = try await RunLease.take(for: run, on: try connectionSettings(), patience: .seconds(lease))
        } catch let error as PostgresError where error.sqlState != nil {
            // A schema that is not there or not whole, a right that is missing: preflight knows what to say of it.
            try await preflight.require()
            throw error
        }
        switch answer {
        case .taken(let lease): return lease
        case .held(let other):
            throw Failure(
                .busy,
                "another run is at work on this ledger" + (other.map { ": \($0)" } ?? ""),
                advice: "Wait for it, or look at: tieout runs"
            )
        }
    }
}
