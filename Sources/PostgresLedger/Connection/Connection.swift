import CPostgres

/// One session with PostgreSQL, and the one owner of libpq's handle.
///
/// Every call blocks until the server has answered, so it is used on the thread of ``PostgresLedger``; not `Sendable`.
/// Sessions are alike whoever opens them: UTC, ISO dates, UTF-8, and a search path without any schema that
/// others may write to, so that statements name schemas themselves.
public final class Connection {
    let handle: OpaquePointer
    private let noticeLog = NoticeLog()
    /// What the server has planned for this session.
    var plans: [PlanKey: Plan] = [:]
    /// The number of the lease that transactions which write require; nil where none is required.
    var fencing: Int64?
    /// The search path that role and database would have given the session, which functions of the ledger may rely on.
    public let roleSearchPath: String

    /// Connects and makes the session.
    ///
    /// - Throws: ``PostgresError/cannotConnect(message:)``; ``PostgresError/invalidSettings(field:problem:)``.
    public init(_ settings: ConnectionSettings) throws(PostgresError) {
        let opened = settings.withKeywords { keywords, values in PQconnectdbParams(keywords, values, 0) }
        guard let opened else { throw .cannotConnect(message: "out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(opened)).trimmed
            PQfinish(opened)
            throw .cannotConnect(message: message)
        }
        handle = opened
        noticeLog.attach(to: opened)
        roleSearchPath = try Self.makeSession(opened)
    }

    deinit { PQfinish(handle) }

    /// Runs a statement and gives its rows.
    ///
    /// - Throws: ``PostgresError/server(_:)``, ``PostgresError/connectionLost(during:message:)``,
    ///   ``PostgresError/invalidParameter(statement:position:)``.
    @discardableResult
    public func query(_ statement: Statement, _ parameters: [Parameter] = []) throws(PostgresError) -> ResultRows {
        let encoded = try EncodedParameters(parameters, of: statement)
        let plan = try prepare(statement, types: encoded.types)
        let count = Int32(parameters.count)
        let result = encoded.withPointers { values in
            if let plan {
                PQexecPrepared(handle, plan.name, count, values, nil, nil, 0)
            } else {
                PQexecParams(handle, statement.sql, count, encoded.types, values, nil, nil, 0)
            }
        }
        return try Self.rows(result, of: statement.name, on: handle)
    }

    /// Runs a script of several statements without parameters, as one transaction unless one is open already.
    ///
    /// - Parameter name: what errors call it.
    /// - Throws: ``PostgresError/server(_:)`` for the first statement that fails; none is kept then.
    public func execute(script: String, named name: String = "script") throws(PostgresError) {
        _ = try Self.rows(PQexec(handle, script), of: name, on: handle)
    }

    /// What the server has noted since the last call.
    public func takeNotices() -> [ServerError] { noticeLog.take() }

    /// Has the server forget the plans it keeps, because relations that they name have another shape now.
    public func forgetPreparedStatements() throws(PostgresError) {
        try execute(script: "DEALLOCATE ALL", named: "forget_prepared_statements")
        plans.removeAll()
    }

    /// Whether the session is gone; a new connection is needed then.
    public var isLost: Bool { PQstatus(handle) != CONNECTION_OK }

    /// Whether a transaction is open, be it one that has failed.
    var isInTransaction: Bool { [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(handle)) }

    /// The server's version as `150007` for 15.7.
    public var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// The process that whoever greeted us said to be: the server's own, or a number that a pooler made up.
    var greetedBackend: Int64 { Int64(PQbackendPID(handle)) }
}

extension Connection {
    /// A statement that the server has planned, and the name it knows it by.
    struct Plan {
        let name: String
        /// Whether the server has said so.
        var isMade: Bool
    }

    /// Has the server plan the statement once; nil for a statement sent as it is.
    func prepare(_ statement: Statement, types: [UInt32]) throws(PostgresError) -> Plan? {
        guard let key = statement.planKey else { return nil }
        if let plan = plans[key] { return plan }
        let plan = Plan(name: newPlanName(for: statement), isMade: true)
        let result = PQprepare(handle, plan.name, statement.sql, Int32(types.count), types)
        _ = try Self.rows(result, of: statement.name, on: handle)
        plans[key] = plan
        return plan
    }

    /// The statement's own name, unless another text has it: one that the server wrote, or for other columns.
    func newPlanName(for statement: Statement) -> String {
        let isTaken = plans.values.contains { $0.name == statement.name }
        return isTaken ? "\(statement.name)_\(plans.count)" : statement.name
    }

    /// Takes over a result: rows when the server did what was asked, otherwise the error that it stands for.
    ///
    /// - Parameter columns: those of an earlier result of the same statement.
    static func rows(
        _ result: OpaquePointer?,
        of statement: String,
        on handle: OpaquePointer,
        columns: [String: Int32]? = nil
    ) throws(PostgresError) -> ResultRows {
        guard let result else {
            throw .connectionLost(during: statement, message: String(cString: PQerrorMessage(handle)).trimmed)
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_COPY_IN:
            return ResultRows(owning: result, statement: statement, columns: columns)
        default:
            defer { PQclear(result) }
            let error = ServerError(result, statement: statement)
            // Without a state it is not the server who speaks: it is gone, which the status may tell only later.
            let isFromServer = tieout_diagnostic_text(result, TIEOUT_DIAGNOSTIC_SQLSTATE) != nil
            guard isFromServer, PQstatus(handle) == CONNECTION_OK else {
                throw .connectionLost(during: statement, message: error.message)
            }
            throw .server(error)
        }
    }

    /// Gives the session its settings and returns the search path it had before.
    private static func makeSession(_ handle: OpaquePointer) throws(PostgresError) -> String {
        let path = "SELECT pg_catalog.current_setting('search_path') AS search_path"
        let row = try rows(PQexec(handle, path), of: "role_search_path", on: handle)[0]
        let settings = String(decoding: PackageResources.session_settings_sql, as: UTF8.self)
        _ = try rows(PQexec(handle, settings), of: "session_settings", on: handle)
        return try row.text("search_path")
    }
}
