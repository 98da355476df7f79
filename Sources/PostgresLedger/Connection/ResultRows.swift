import CPostgres

/// The rows that a statement gave, and the one owner of libpq's result.
///
/// Not `Sendable`: rows are decoded where the connection is.
public final class ResultRows: RandomAccessCollection {
    private let result: OpaquePointer
    /// Where each column stands, by its name.
    let columns: [String: Int32]
    /// The statement that gave them, for errors.
    let statement: String

    /// Takes over the result and frees it in the end.
    ///
    /// - Parameter columns: those of an earlier result of the same statement, which has the same; nil to ask the result.
    init(owning result: OpaquePointer, statement: String, columns known: [String: Int32]? = nil) {
        self.result = result
        self.statement = statement
        if let known {
            columns = known
            return
        }
        var columns: [String: Int32] = [:]
        for index in 0..<PQnfields(result) {
            guard let name = PQfname(result, index) else { continue }
            columns[String(cString: name)] = index
        }
        self.columns = columns
    }

    deinit { PQclear(result) }

    /// The first row's index.
    public var startIndex: Int { 0 }
    /// One past the last row's index: the number of rows.
    public var endIndex: Int { Int(PQntuples(result)) }
    /// The row at the index.
    public subscript(index: Int) -> Row { Row(rows: self, index: Int32(index)) }

    /// How many rows the statement inserted, updated, deleted or selected.
    public var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the server says it did: `INSERT 0 1`, `COMMIT`.
    var commandTag: String { String(cString: PQcmdStatus(result)) }

    func column(_ name: String) throws(PostgresError) -> Int32 {
        guard let index = columns[name] else {
            throw .decoding(statement: statement, column: name, problem: "is not in the result")
        }
        return index
    }

    /// The text of a cell in bytes that hold as long as this object; nil for NULL.
    func withCell<Value>(row: Int32, column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value? {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        let count = Int(PQgetlength(result, row, column))
        return start.withMemoryRebound(to: UInt8.self, capacity: count) {
            body(UnsafeBufferPointer(start: $0, count: count))
        }
    }
}
