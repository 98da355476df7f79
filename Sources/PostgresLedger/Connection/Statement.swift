import Foundation

/// One SQL statement, written by hand before the program was built, or by the server itself.
///
/// It cannot be made of a string that is put together while the program runs: only of a file that is embedded in the
/// binary, of a literal without interpolation, or of a text that the server wrote with names that it quoted. Whatever
/// varies is a ``Parameter``.
public struct Statement: Sendable {
    /// What errors and the server's list of prepared statements call it: the file's stem.
    public let name: String
    /// The text that is sent.
    public let sql: String
    /// What a connection knows its plan by, of a statement whose plan the server keeps; literals are sent as they are.
    let planKey: PlanKey?

    /// The statement of an embedded file, known to the server by the file's stem.
    public init(_ name: StaticString, embedded bytes: [UInt8]) {
        self.name = "\(name)"
        sql = String(decoding: bytes, as: UTF8.self)
        planKey = PlanKey(sql)
    }

    /// The statement of an embedded file without the lines that are about a column which is not there: those that end
    /// in `-- column` and its name.
    init(_ name: StaticString, embedded bytes: [UInt8], of columns: Set<String>) {
        self.name = "\(name)"
        sql = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .filter { line in
                guard let marker = line.range(of: "  -- column ") else { return true }
                return columns.contains(String(line[marker.upperBound...]))
            }
            .joined(separator: "\n")
        planKey = PlanKey(sql)
    }

    /// The statement that the server wrote into a column of its answer.
    ///
    /// - Throws: ``PostgresError/decoding(statement:column:problem:)`` when there is none.
    init(_ name: StaticString, writtenByServer row: Row, column: String, isPrepared: Bool) throws(PostgresError) {
        self.name = "\(name)"
        sql = try row.text(column)
        planKey = isPrepared ? PlanKey(sql) : nil
    }
}

extension Statement: ExpressibleByStringLiteral {
    /// A short statement written in place; errors call it by its own first line.
    public init(stringLiteral literal: StaticString) {
        sql = "\(literal)"
        name = sql.split(separator: "\n").first.map { String($0.prefix(60)) } ?? "empty statement"
        planKey = nil
    }
}

/// A statement's text, hashed once: it is looked up whenever it is sent.
struct PlanKey: Hashable, Sendable {
    private let hash: Int
    private let sql: String

    init(_ sql: String) {
        self.sql = sql
        hash = sql.hashValue
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
