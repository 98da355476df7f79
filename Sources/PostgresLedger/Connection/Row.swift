import Reconciliation

/// One row, read by the names of its columns.
///
/// Every accessor throws ``PostgresError/decoding(statement:column:problem:)`` when the column is not there or holds
/// something else; those without `optional` also when it is NULL.
public struct Row {
    let rows: ResultRows
    let index: Int32

    /// The text of a column; also of `uuid`, `jsonb` and `numeric`, in PostgreSQL's own spelling.
    public func text(_ column: String) throws(PostgresError) -> String {
        try present(optionalText(column), column)
    }

    /// The text of a column, nil for NULL.
    public func optionalText(_ column: String) throws(PostgresError) -> String? {
        text(at: try rows.column(column))
    }

    /// The text of the column at that place, nil for NULL.
    func text(at column: Int32) -> String? {
        rows.withCell(row: index, column: column) { String(decoding: $0, as: UTF8.self) }
    }

    /// A whole number.
    public func integer(_ column: String) throws(PostgresError) -> Int64 {
        try present(optionalInteger(column), column)
    }

    /// A whole number, nil for NULL.
    public func optionalInteger(_ column: String) throws(PostgresError) -> Int64? {
        guard let text = try optionalText(column) else { return nil }
        return try parsed(Int64(text), column, "a whole number")
    }

    /// `true` or `false`.
    public func boolean(_ column: String) throws(PostgresError) -> Bool {
        try present(optionalBoolean(column), column)
    }

    /// `true` or `false`, nil for NULL.
    public func optionalBoolean(_ column: String) throws(PostgresError) -> Bool? {
        switch try optionalText(column) {
        case nil: nil
        case "t": true
        case "f": false
        default: throw problem(column, "is no boolean")
        }
    }

    /// A `timestamptz`, without its fraction of a second.
    public func instant(_ column: String) throws(PostgresError) -> Instant {
        try present(optionalInstant(column), column)
    }

    /// A `timestamptz`, without its fraction of a second, nil for NULL.
    public func optionalInstant(_ column: String) throws(PostgresError) -> Instant? {
        guard let text = try optionalText(column) else { return nil }
        return try parsed(Instant(postgres: text), column, "an instant")
    }

    /// What was made of a column's text; throws where it is not of that kind.
    func parsed<Value>(_ value: Value?, _ column: String, _ kind: String) throws(PostgresError) -> Value {
        guard let value else { throw problem(column, "is not \(kind)") }
        return value
    }

    private func present<Value>(_ value: Value?, _ column: String) throws(PostgresError) -> Value {
        guard let value else { throw problem(column, "is NULL") }
        return value
    }

    private func problem(_ column: String, _ problem: String) -> PostgresError {
        .decoding(statement: rows.statement, column: column, problem: problem)
    }
}

extension Instant {
    /// Reads `2026-11-23 02:15:00.25+00`, which is how a session in UTC with DateStyle ISO writes a `timestamptz`.
    init?(postgres text: String) {
        guard text.hasSuffix("+00"), !text.utf8.contains(UInt8(ascii: "T")) else { return nil }
        self.init(rfc3339: text.dropLast(3) + "Z")
    }
}
