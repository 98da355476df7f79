/// One SQL statement, written by hand before the program was built.
///
/// It cannot be made of a string that is put together while the program runs: only of a file that is embedded in the
/// binary, or of a literal without interpolation. Whatever varies is a ``Parameter``.
public struct Statement: Sendable {
    /// What errors and the server's list of prepared statements call it: the file's stem.
    public let name: String
    /// The text that is sent.
    public let sql: String
    /// Whether the server keeps its plan; literals are sent as they are.
    let isPrepared: Bool

    /// The statement of an embedded file, known to the server by the file's stem.
    public init(_ name: StaticString, embedded bytes: [UInt8]) {
        self.name = "\(name)"
        sql = String(decoding: bytes, as: UTF8.self)
        isPrepared = true
    }
}

extension Statement: ExpressibleByStringLiteral {
    /// A short statement written in place; errors call it by its own first line.
    public init(stringLiteral literal: StaticString) {
        sql = "\(literal)"
        name = sql.split(separator: "\n").first.map { String($0.prefix(60)) } ?? "empty statement"
        isPrepared = false
    }
}
