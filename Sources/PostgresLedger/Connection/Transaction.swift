/// What a transaction sees of the others, as in PostgreSQL's chapter 13.
public enum IsolationLevel: Sendable {
    /// Each statement sees what is committed when it starts: what is looked at after a lock is the newest.
    case readCommitted
    /// All statements see one moment: rules and reports agree among themselves.
    case repeatableRead
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
        try pipelinedTransaction(isolation: isolation, readOnly: readOnly, limits: limits) {
            pipeline throws(PostgresError) in
            try pipeline.settle()
            return try body()
        }
    }

    /// Runs `body` in a transaction whose statements travel together; see ``Pipeline``. What `body` leaves unanswered
    /// travels with the COMMIT, and must succeed for it.
    ///
    /// - Parameter object: what the transaction is about, for tests that listen to its steps.
    /// - Throws: as ``transaction(isolation:readOnly:limits:_:)``.
    func pipelinedTransaction<Value>(
        isolation: IsolationLevel = .readCommitted,
        readOnly: Bool = false,
        limits: TransactionLimits = .serverDefaults,
        about object: String = "",
        _ body: (Pipeline) throws(PostgresError) -> TransactionEnd<Value>
    ) throws(PostgresError) -> Value {
        let pipeline = Pipeline(self, about: object)
        do throws(PostgresError) {
            try pipeline.ask(.begin(isolation, readOnly: readOnly))
            try pipeline.set(limits)
            if !readOnly { try pipeline.requireLease(fencing, isolation) }
            switch try body(pipeline) {
            case .commit(let value):
                try pipeline.commit()
                return value
            case .rollBack(let value):
                try rollBack()
                return value
            }
        } catch {
            // If that fails the connection is gone, and with it the transaction.
            try? rollBack()
            throw error
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

    /// Undoes the open transaction, if one is open.
    private func rollBack() throws(PostgresError) {
        guard isInTransaction else { return }
        try execute(script: "ROLLBACK", named: "ROLLBACK")
    }
}

extension Pipeline {
    fileprivate func set(_ limits: TransactionLimits) throws(PostgresError) {
        guard limits != .serverDefaults else { return }
        try ask(
            .transactionLimits,
            [
                .integer(limits.lockMilliseconds), .integer(limits.statementMilliseconds),
                .integer(limits.idleMilliseconds), .text(limits.searchPath),
            ]
        )
    }
}

extension Statement {
    private static let beginWriting: Statement = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    static let commit: Statement = "COMMIT"

    fileprivate static func begin(_ isolation: IsolationLevel, readOnly: Bool) -> Statement {
        switch (isolation, readOnly) {
        case (.readCommitted, false): beginWriting
        case (.readCommitted, true): "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
        case (.repeatableRead, false): "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"
        case (.repeatableRead, true): "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
    }

    static let transactionLimits = Statement("transaction_limits", embedded: PackageResources.transaction_limits_sql)
}
