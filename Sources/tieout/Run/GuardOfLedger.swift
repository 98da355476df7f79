import PostgresLedger
import Reconciliation

extension PostgresLedger {
    /// What is known of the guard now.
    ///
    /// - Parameters:
    ///   - grants: the grants that it has to guard; by default one of a test and one of a live session.
    ///   - tries: whether a grant is made twice and rolled back, where there is an index that could refuse the second.
    /// - Throws: `PostgresError`.
    func guardStanding(for grants: [Correction] = [], tries: Bool) async throws -> GuardStanding {
        guard let facts = try guardFacts(for: grants) else { return .notInForce(nil) }
        guard tries, facts.index != nil else { return facts.standing() }
        return facts.standing(after: try repetition())
    }

    /// What became of a second grant in the trial; nil where it could not be made.
    private func repetition() throws(PostgresError) -> GrantTrial.Repetition? {
        do throws(PostgresError) {
            return try tryGrant()?.repetition
        } catch {
            guard case .server = error else { throw error }
            return nil
        }
    }
}
