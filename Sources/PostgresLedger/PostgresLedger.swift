import Reconciliation

/// The credit ledger in PostgreSQL and Tieout's own schema beside it.
///
/// What it can do is in its extensions, one idea a file. All of it runs on one thread of its own over one connection.
public actor PostgresLedger {
    /// Where the application keeps its ledger, and the function that grants.
    public nonisolated let mapping: LedgerMapping
    /// Where it is and as whom it is reached; the password is never described.
    public nonisolated let settings: ConnectionSettings
    private let thread = LedgerThread()
    /// The connection, used through ``connection``; only staging looks at it without.
    private(set) var session: Connection?
    /// Records that were handed over and are still to be copied.
    var pendingRows = PendingRows()

    /// The number of the lease that transactions which write require; nil where none is required.
    var fencing: Int64? { didSet { session?.fencing = fencing } }

    /// What was read of the ledger before the first grant over the connection; read again over another.
    var reading: LedgerReading?

    /// How long the last three-way match took, apart from the rules; nil before the first.
    public internal(set) var matchDuration: Duration?
    /// How long each statement of the last match and each rule took, in order; for benchmarks.
    package internal(set) var statementDurations: [(statement: String, duration: Duration)] = []

    /// The thread it runs on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A ledger at that address; nothing is connected yet.
    public init(_ settings: ConnectionSettings, mapping: LedgerMapping = .reference) {
        self.settings = settings
        self.mapping = mapping
    }

    deinit { thread.stop() }

    /// Connects, in place of the connection that there was.
    ///
    /// Never done unasked: a server that restarted has emptied the stage, and whoever goes on must know.
    ///
    /// - Throws: ``PostgresError/cannotConnect(message:)`` and whatever making the session gives.
    public func connect() throws(PostgresError) {
        session = nil
        reading = nil
        let opened = try Connection(settings)
        opened.fencing = fencing
        session = opened
    }

    /// Ends the connection; ``connect()`` makes a new one.
    public func disconnect() { session = nil }

    /// Whether ``connect()`` has to be called before the next statement.
    public var needsConnection: Bool { session?.isLost ?? true }

    /// The connection, for statements of this ledger. Records that wait to be copied are copied first, so that every
    /// statement sees what was staged before it.
    ///
    /// - Throws: ``PostgresError/connectionLost(during:message:)`` when ``connect()`` was not called or the connection
    ///   broke.
    var connection: Connection {
        get throws(PostgresError) {
            guard let session, !session.isLost else {
                throw .connectionLost(during: "preparation", message: "there is no connection")
            }
            try pendingRows.copyAll(over: session)
            return session
        }
    }

    /// Uses the connection for what has no method of its own: tests and the reference application.
    ///
    /// - Throws: what `body` throws, and as ``connection``.
    public func withConnection<Value: Sendable>(
        _ body: @Sendable (Connection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try body(connection)
    }
}
