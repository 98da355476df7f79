/// What a column of a staged record holds.
public enum ColumnType: Hashable, Sendable {
    /// A JSON string, kept as it is; values of an enumeration that nobody knew yet survive.
    case text
    /// An id given as a string, or as an expanded object of which only the `id` is kept.
    case reference
    /// A whole number, `Int64`.
    case integer
    /// `true` or `false`.
    case boolean
    /// Unix seconds.
    case instant
    /// A JSON object, kept as JSON.
    case json
}

/// One column of a staged record and where in Stripe's object it comes from.
public struct RecordColumn: Hashable, Sendable {
    /// The column's name in the staging relation.
    public let name: String
    /// Its type, in Stripe's JSON and in the staging relation.
    public let type: ColumnType
    /// The places it is read from, each a list of keys; the first that holds a value other than `null` wins.
    public let paths: [[String]]
    /// Whether an object without it is refused: a guess in its place would be worth money.
    public let isRequired: Bool

    init(_ name: String, _ type: ColumnType, from paths: String..., required: Bool = false) {
        self.name = name
        self.type = type
        self.paths = (paths.isEmpty ? [name] : paths).map { $0.split(separator: ".").map(String.init) }
        self.isRequired = required
    }
}

/// The columns of one kind of record: what decoding extracts and what staging copies, in one order.
///
/// Older and newer API versions put some fields in other places; such a column names both (see ``RecordColumn/paths``).
public struct RecordSchema: Hashable, Sendable {
    /// The kind it describes.
    public let kind: RecordKind
    /// Its columns; `id` is the first.
    public let columns: [RecordColumn]

    /// The schema of a kind.
    public static func of(_ kind: RecordKind) -> RecordSchema { all[kind.schemaIndex] }

    /// The position of a column.
    ///
    /// - Precondition: the schema has a column of that name.
    public func index(of name: String) -> Int {
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("\(kind) has no column \(name)")
        }
        return index
    }

    private static let all: [RecordSchema] = RecordKind.allCases.map {
        RecordSchema(
            kind: $0,
            columns: [RecordColumn("id", .text, required: true), .init("created", .instant, required: $0 != .customer)]
                + $0.columns
        )
    }
}

extension RecordKind {
    fileprivate var schemaIndex: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
