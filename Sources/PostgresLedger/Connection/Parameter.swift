import Reconciliation

/// A value for `$1`, `$2`, … with the type that PostgreSQL is told; nil is a NULL of that type.
public enum Parameter: Hashable, Sendable {
    /// `text`; also for enumerations' raw values and Stripe ids.
    case text(String?)
    /// `bigint`.
    case integer(Int64?)
    /// `boolean`.
    case boolean(Bool?)
    /// `numeric`, in decimal digits: never through floating point.
    case numeric(String?)
    /// `timestamptz`.
    case instant(Instant?)
    /// `jsonb`, as JSON text.
    case json(String?)
    /// `uuid`, as text; the server checks its form.
    case uuid(String?)
    /// `text[]`, for `= ANY ($1)` and `unnest`.
    case texts([String?])
    /// `bigint[]`.
    case integers([Int64?])
    /// Text of the type that the statement itself makes of it: a key of the application's own type.
    case inferred(String?)
}

extension Parameter {
    /// The object id of the type in `pg_type`, which is fixed for built-in types.
    var typeID: UInt32 {
        switch self {
        case .text: 25
        case .integer: 20
        case .boolean: 16
        case .numeric: 1700
        case .instant: 1184
        case .json: 3802
        case .uuid: 2950
        case .texts: 1009
        case .integers: 1016
        case .inferred: 0
        }
    }

    /// The value in PostgreSQL's text form; nil for NULL.
    var wireText: String? {
        switch self {
        case .text(let value), .numeric(let value), .json(let value), .uuid(let value), .inferred(let value): value
        case .integer(let value): value.map(String.init)
        case .boolean(let value): value.map { $0 ? "t" : "f" }
        case .instant(let value): value?.rfc3339
        case .texts(let values): Self.array(values.map { $0.map(Self.quoted) })
        case .integers(let values): Self.array(values.map { $0.map(String.init) })
        }
    }

    private static func array(_ elements: [String?]) -> String {
        "{" + elements.map { $0 ?? "NULL" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ element: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in element.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Parameters in the form that libpq takes: one buffer of NUL-terminated texts and where each begins.
struct EncodedParameters {
    private(set) var types: [UInt32] = []
    private var bytes: [CChar] = []
    private var offsets: [Int?] = []

    /// - Throws: ``PostgresError/invalidParameter(statement:position:)`` for a text with a NUL, which C would cut short.
    init(_ parameters: [Parameter], of statement: Statement) throws(PostgresError) {
        types.reserveCapacity(parameters.count)
        for (index, parameter) in parameters.enumerated() {
            types.append(parameter.typeID)
            guard let text = parameter.wireText else {
                offsets.append(nil)
                continue
            }
            guard !text.utf8.contains(0) else {
                throw .invalidParameter(statement: statement.name, position: index + 1)
            }
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8CString)
        }
    }

    /// Calls with pointers that hold for the duration of the call.
    func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            body(offsets.map { offset in offset.flatMap { offset in buffer.baseAddress.map { $0 + offset } } })
        }
    }
}
