import CPostgres

/// PostgreSQL's own account of why it refused a statement, or of what it wanted to note.
public struct ServerError: Hashable, Sendable {
    /// The name of the statement that was being run; see ``Statement/name``.
    public let statement: String
    /// `ERROR` or `FATAL`; of notices `NOTICE`, `WARNING`, `INFO`.
    public let severity: String
    /// The kind of error, fit for decisions.
    public let sqlState: SQLState
    /// The primary message.
    public let message: String
    /// Details, which may quote values of rows: for reports about that row, not for logs.
    public let detail: String?
    /// Advice of the server.
    public let hint: String?
    /// Where in functions and statements it happened: `PL/pgSQL function update_user_credits(…) line 12 at RAISE`.
    public let context: String?
    /// The schema of the table concerned.
    public let schema: String?
    /// The table concerned.
    public let table: String?
    /// The column concerned.
    public let column: String?
    /// The constraint or unique index concerned.
    public let constraint: String?
}

extension ServerError {
    /// Copies everything out of libpq's result, which stays the caller's.
    init(_ result: OpaquePointer, statement: String) {
        func text(_ field: tieout_diagnostic) -> String? {
            tieout_diagnostic_text(result, field).map { String(cString: $0) }
        }
        self.statement = statement
        severity = text(TIEOUT_DIAGNOSTIC_SEVERITY) ?? "ERROR"
        sqlState = SQLState(rawValue: text(TIEOUT_DIAGNOSTIC_SQLSTATE) ?? "XX000")
        message = text(TIEOUT_DIAGNOSTIC_MESSAGE) ?? String(cString: PQresultErrorMessage(result)).trimmed
        detail = text(TIEOUT_DIAGNOSTIC_DETAIL)
        hint = text(TIEOUT_DIAGNOSTIC_HINT)
        context = text(TIEOUT_DIAGNOSTIC_CONTEXT)
        schema = text(TIEOUT_DIAGNOSTIC_SCHEMA)
        table = text(TIEOUT_DIAGNOSTIC_TABLE)
        column = text(TIEOUT_DIAGNOSTIC_COLUMN)
        constraint = text(TIEOUT_DIAGNOSTIC_CONSTRAINT)
    }
}

extension ServerError: CustomStringConvertible {
    /// `missed_purchase: relation "x" does not exist (42P01)`, without the detail.
    public var description: String {
        let place = context.map { ", in \($0.prefix { $0 != "\n" })" } ?? ""
        return "\(statement): \(message) (\(sqlState)\(place))"
    }
}

extension String {
    /// Without white space at either end; libpq ends its messages with a new line.
    var trimmed: String {
        let isSpace: (Character) -> Bool = \.isWhitespace
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
