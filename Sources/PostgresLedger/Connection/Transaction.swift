import Failpoints

/// What a transaction sees of the others, as in PostgreSQL's chapter 13.
public enum IsolationLevel: String, Sendable {
    /// Each statement sees what is committed when it starts: what is looked at after a lock is the newest.
    case readCommitted = "READ COMMITTED"
    /// All statements see one moment: rules and reports agree among themselves.
    case repeatableRead = "REPEATABLE READ"
}

/// Limits of one transaction, set with `SET LOCAL` so that they hold behind a pooler too. Nil leaves the server's own.
public struct TransactionLimits: Hashable, Sendable {
    /// How long one lock is waited for, in milliseconds.
    public var lockMilliseconds: Int64?
    /// How long one statement may take, in milliseconds.
    public var statementMilliseconds: Int64?
    /// How long the transaction may stand idle between statements, in milliseconds.
    public var idleMilliseconds: Int64?
    /// The search path within the transaction, for functions of the ledger that rely on one.
    public var searchPath: String?

    /// Limits of those values.
    public init(
        lockMilliseconds: Int64? = nil,
        statementMilliseconds: Int64? = nil,
        idleMilliseconds: Int64? = nil,
        searchPath: String? = nil
    ) {
        self.lockMilliseconds = lockMilliseconds
        self.statementMilliseconds = statementMilliseconds
        self.idleMilliseconds = idleMilliseconds
        self.searchPath = searchPath
    }

    /// The server's own limits.
    public static let serverDefaults = TransactionLimits()

    /// What posting one correction may take: 5 s for a lock, 30 s for a statement, 60 s idle.
    public static let posting = TransactionLimits(
        lockMilliseconds: 5_000,
        statementMilliseconds: 30_000,
        idleMilliseconds: 60_000
    )
}

/// How the body of a transaction wants it to end.
public enum TransactionEnd<Value> {
    /// Keep what was done.
    case commit(Value)
    /// Undo what was done, although nothing failed: an effect check that did not hold, a trial.
    case rollBack(Value)
}

extension Connection {
    /// Runs `body` in a transaction and commits it; an error rolls it back and is passed on.
    ///
    /// - Throws: what `body` throws; ``PostgresError/leaseLost``; ``PostgresError/commitOutcomeUnknown(message:)`` when the connection broke
    ///   during COMMIT; ``PostgresError/rolledBackAtCommit`` when `body` hid the failure of a statement.
    public func transaction<Value>(
        isolation: IsolationLevel = .readCommitted,
        readOnly: Bool = false,
        limits: TransactionLimits = .serverDefaults,
        _ body: () throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try decidingTransaction(isolation: isolation, readOnly: readOnly, limits: limits) {
            () throws(PostgresError) -> TransactionEnd<Value> in .commit(try body())
        }
    }

    /// Runs one statement that writes, in a transaction of its own: alone it would not require the lease.
    ///
    /// - Throws: as ``transaction(isolation:readOnly:limits:_:)``.
    func change(_ statement: Statement, _ parameters: [Parameter] = []) throws(PostgresError) {
        try transaction { () throws(PostgresError) in _ = try query(statement, parameters) }
    }

    /// Runs `body` in a transaction that it may end either way; an error rolls it back and is passed on.
    ///
    /// - Throws: as ``transaction(isolation:readOnly:limits:_:)``.
    public func decidingTransaction<Value>(
        isolation: IsolationLevel = .readCommitted,
        readOnly: Bool = false,
        limits: TransactionLimits = .serverDefaults,
        _ body: () throws(PostgresError) -> TransactionEnd<Value>
    ) throws(PostgresError) -> Value {
        let access = readOnly ? "READ ONLY" : "READ WRITE"
        try execute(script: "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(access)", named: "BEGIN")
        let end: TransactionEnd<Value>
        do throws(PostgresError) {
            try set(limits)
            if !readOnly { try requireLease(isolation) }
            end = try body()
        } catch {
            rollBack()
            throw error
        }
        switch end {
        case .commit(let value):
            try commit()
            return value
        case .rollBack(let value):
            try execute(script: "ROLLBACK", named: "ROLLBACK")
            return value
        }
    }

    /// Runs `body` in a part of the open transaction that can fail without the rest.
    ///
    /// - Throws: what `body` throws, after undoing what it did.
    public func savepoint<Value>(_ body: () throws(PostgresError) -> Value) throws(PostgresError) -> Value {
        try execute(script: "SAVEPOINT tieout", named: "SAVEPOINT")
        do throws(PostgresError) {
            let value = try body()
            try execute(script: "RELEASE SAVEPOINT tieout", named: "RELEASE SAVEPOINT")
            return value
        } catch {
            if !isLost {
                try execute(script: "ROLLBACK TO SAVEPOINT tieout; RELEASE SAVEPOINT tieout", named: "SAVEPOINT")
            }
            throw error
        }
    }

    private func set(_ limits: TransactionLimits) throws(PostgresError) {
        guard limits != .serverDefaults else { return }
        try query(
            .transactionLimits,
            [
                .integer(limits.lockMilliseconds), .integer(limits.statementMilliseconds),
                .integer(limits.idleMilliseconds), .text(limits.searchPath),
            ]
        )
    }

    private func commit() throws(PostgresError) {
        Step.reached(.committing)
        do throws(PostgresError) {
            // Sent and answered apart: between the two nobody knows what becomes of the transaction.
            try send("COMMIT")
            Step.reached(.commitSent)
            let tag = try answer(to: "COMMIT").commandTag
            guard tag == "COMMIT" else { throw .rolledBackAtCommit }
            Step.reached(.committed)
        } catch {
            if case .connectionLost(_, let message) = error { throw .commitOutcomeUnknown(message: message) }
            if case .server(let refusal) = error, refusal.sqlState.leavesOutcomeUnknown {
                throw .commitOutcomeUnknown(message: refusal.message)
            }
            throw error
        }
    }

    /// Undoes the open transaction. If that fails the connection is gone, and with it the transaction.
    private func rollBack() {
        try? execute(script: "ROLLBACK", named: "ROLLBACK")
    }
}

extension Statement {
    static let transactionLimits = Statement("transaction_limits", embedded: PackageResources.transaction_limits_sql)
}
