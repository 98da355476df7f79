/// What stands between us and the server.
public enum Pooling: String, Sendable {
    /// Nothing: the process that greeted us is the one that answers.
    case none
    /// A pooler that keeps a server's process for as long as we are connected.
    case session
    /// A pooler that gives every transaction whichever process is free: locks and settings of a session do not hold.
    case transaction
}

extension PostgresLedger {
    /// Finds out whether a pooler is in between, with a second connection for a moment.
    ///
    /// A pooler greets with a number of its own where a server names its process. In transaction mode the process that
    /// answered us is free at once: another transaction takes it, and ours is answered by another one meanwhile.
    ///
    /// - Throws: ``PostgresError``.
    public func pooling() throws(PostgresError) -> Pooling {
        let ours = try connection
        guard try ours.backend() != ours.greetedBackend else { return .none }
        let other = try Connection(settings)
        let before = try ours.backend()
        return try other.decidingTransaction { () throws(PostgresError) -> TransactionEnd<Pooling> in
            // Asked in this order: where there is one process for both, ours would wait for it while it is taken.
            if try other.backend() == before { return .rollBack(.transaction) }
            return .rollBack(try ours.backend() == before ? .session : .transaction)
        }
    }
}

extension Connection {
    /// The server's process that answers this statement.
    fileprivate func backend() throws(PostgresError) -> Int64 {
        try query(.doctorBackend)[0].integer("backend")
    }
}

extension Statement {
    // Sent as it is: a plan that is kept would be kept by one of a pooler's processes only.
    fileprivate static let doctorBackend: Statement = "SELECT pg_catalog.pg_backend_pid() AS backend"
}
