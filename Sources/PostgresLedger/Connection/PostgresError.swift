/// What can go wrong between Tieout and PostgreSQL.
///
/// The description is fit for a log: it names what was being done and what came back, and repeats neither parameters
/// nor ``ServerError/detail``, which quote rows.
public enum PostgresError: Error, Hashable, Sendable {
    /// The address of the database cannot be used. `field` is a part of the URL or a keyword; its value is never said.
    case invalidSettings(field: String, problem: String)
    /// No connection came about: host unknown, refused, timed out, TLS not verified, password wrong, too many clients.
    case cannotConnect(message: String)
    /// The connection broke outside a COMMIT. Whatever transaction was open is rolled back by the server.
    case connectionLost(during: String, message: String)
    /// The connection broke while COMMIT was under way: the transaction may or may not have been kept. Ask by key.
    case commitOutcomeUnknown(message: String)
    /// COMMIT was answered with ROLLBACK, because a statement of the transaction had failed and nobody said so.
    case rolledBackAtCommit
    /// The server refused a statement.
    case server(ServerError)
    /// A result does not hold what the program expects of it: a column is missing, null or of another type.
    case decoding(statement: String, column: String, problem: String)
    /// Another run has taken over the lease of the run that this is a part of; nothing was kept.
    case leaseLost
    /// Tieout's schema is not whole: the row of the lease is missing.
    case leaseIsMissing
    /// A parameter cannot be sent: text with a NUL in it. `position` is the 1 of `$1`.
    case invalidParameter(statement: String, position: Int)
}

extension PostgresError {
    /// The server's SQLSTATE, when it was the server that refused.
    public var sqlState: SQLState? {
        guard case .server(let error) = self else { return nil }
        return error.sqlState
    }

    /// Whether doing the whole transaction again may succeed and can do no harm, because nothing was kept of it.
    ///
    /// Not so for ``commitOutcomeUnknown(message:)``.
    public var isTransient: Bool {
        switch self {
        case .cannotConnect, .connectionLost: true
        case .server(let error): error.sqlState.isTransient
        default: false
        }
    }

    /// Whether a unique constraint or index whose name starts so was violated.
    ///
    /// A prefix, because a sharded ledger adds a suffix of its own to each shard's constraint.
    public func violatesUniqueness(ofConstraintPrefixed prefix: String) -> Bool {
        guard case .server(let error) = self, error.sqlState == .uniqueViolation else { return false }
        return error.constraint?.hasPrefix(prefix) ?? false
    }
}

extension PostgresError: CustomStringConvertible {
    /// One sentence for a log or a person.
    public var description: String {
        switch self {
        case .invalidSettings(let field, let problem): "database address: \(field) \(problem)"
        case .cannotConnect(let message): "cannot connect to the database: \(message)"
        case .connectionLost(let activity, let message):
            "connection to the database lost during \(activity): \(message)"
        case .commitOutcomeUnknown(let message): "connection lost during COMMIT, outcome unknown: \(message)"
        case .rolledBackAtCommit: "the database rolled the transaction back at COMMIT, because a statement had failed"
        case .server(let error): error.description
        case .decoding(let statement, let column, let problem): "\(statement): column \(column) \(problem)"
        case .leaseLost: "another run has taken over the lease of this one, which seemed dead"
        case .leaseIsMissing: "tieout.lease has no row"
        case .invalidParameter(let statement, let position): "\(statement): parameter $\(position) contains a NUL"
        }
    }
}
