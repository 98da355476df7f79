/// What granting one credit showed, in a transaction that was rolled back.
public struct GrantTrial: Hashable, Sendable {
    /// How what happened differs from exactly one credit for the right buyer; nil when it does not.
    public var deviation: String?
    /// What became of the same grant made once more; nil where the first did not do what it should.
    public var repetition: Repetition?

    /// A trial that showed that.
    public init(deviation: String? = nil, repetition: Repetition? = nil) {
        self.deviation = deviation
        self.repetition = repetition
    }

    /// What a second grant under the same reference comes to.
    public enum Repetition: Hashable, Sendable {
        /// It failed at a unique constraint or index (23505) of that name.
        case refused(constraint: String)
        /// It returned normally, and the buyer has what they had: the function looks for itself.
        case gaveNothing
        /// It went through: the buyer has more, or the journal shows another movement.
        case granted
        /// It failed for another reason.
        case failed(String)
    }
}

extension GrantCall {
    /// Makes a call once more whose effect is known, and says what came of it.
    ///
    /// - Throws: ``PostgresError`` where it is to be tried again: a lock, a lost connection.
    func repetition(
        of function: Statement,
        after effect: GrantEffect,
        _ movements: CarryingMovements
    ) throws(PostgresError) -> GrantTrial.Repetition {
        let connection = pipeline.connection
        let again = GrantCall(pipeline: Pipeline(connection), ledger: ledger, values: values)
        do throws(PostgresError) {
            return try connection.savepoint { () throws(PostgresError) in
                let asked = try again.ask(function, before: effect.after)
                let carrying = try again.askMovements()
                _ = try asked.call.rows()
                let (balance, carried) = (try again.balance(in: asked.balance), try CarryingMovements(carrying))
                return balance == effect.after && carried.count == movements.count ? .gaveNothing : .granted
            }
        } catch {
            guard case .server(let refusal) = error, !refusal.sqlState.isTransient else { throw error }
            guard refusal.sqlState == .uniqueViolation, let constraint = refusal.constraint else {
                return .failed(refusal.message)
            }
            return .refused(constraint: constraint)
        }
    }
}
