/// The tables and functions that an application has in its database, as the server's catalog lists them.
///
/// A value without a connection: what is recognised in it can be tested by tables.
public struct DatabaseCatalog: Hashable, Sendable {
    /// Its tables, by schema and name.
    public var tables: [CatalogTable]
    /// Its functions and procedures, by schema and name; several may share a name.
    public var functions: [CatalogFunction]

    /// A catalog of those.
    public init(tables: [CatalogTable] = [], functions: [CatalogFunction] = []) {
        self.tables = tables
        self.functions = functions
    }

    /// The table of that schema and name.
    public func table(_ schema: String, _ name: String) -> CatalogTable? {
        tables.first { $0.schema == schema && $0.name == name }
    }
}

/// A table of the application.
public struct CatalogTable: Hashable, Sendable {
    /// Its schema, such as `public`.
    public var schema: String
    /// Its name, without the schema.
    public var name: String
    /// Its columns in their order.
    public var columns: [CatalogColumn]

    /// A table of those columns.
    public init(schema: String = "public", _ name: String, _ columns: [CatalogColumn]) {
        self.schema = schema
        self.name = name
        self.columns = columns
    }

    /// `schema.name`, as people write it.
    public var qualifiedName: String { "\(schema).\(name)" }

    /// The column of that name.
    public func column(_ name: String) -> CatalogColumn? { columns.first { $0.name == name } }

    /// The column that is the primary key, where one column alone is it.
    public var primaryKey: CatalogColumn? { columns.first(where: \.isPrimaryKey) }
}

/// A column of a table.
public struct CatalogColumn: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its type.
    public var type: CatalogType
    /// Whether an inserted row has to give it a value.
    public var isRequired: Bool
    /// Whether it alone is the table's primary key.
    public var isPrimaryKey: Bool
    /// Whether no two rows have the same value.
    public var isUnique: Bool
    /// The column that its foreign key names.
    public var target: CatalogTarget?
    /// The words that it may hold, where its type or a check lists them.
    public var words: [String]

    /// A column of that name and type.
    public init(
        _ name: String,
        _ type: CatalogType,
        isRequired: Bool = false,
        isPrimaryKey: Bool = false,
        isUnique: Bool = false,
        target: CatalogTarget? = nil,
        words: [String] = []
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.isPrimaryKey = isPrimaryKey
        self.isUnique = isUnique
        self.target = target
        self.words = words
    }
}

/// What a foreign key points to.
public struct CatalogTarget: Hashable, Sendable {
    /// Its schema.
    public var schema: String
    /// Its table.
    public var table: String
    /// The column of that table.
    public var column: String

    /// A column of that table.
    public init(schema: String = "public", _ table: String, _ column: String) {
        self.schema = schema
        self.table = table
        self.column = column
    }
}

/// A function or procedure of the application.
public struct CatalogFunction: Hashable, Sendable {
    /// Its schema.
    public var schema: String
    /// Its name, without the schema.
    public var name: String
    /// Name and argument types, as the server writes them.
    public var signature: String
    /// What a caller gives, in order.
    public var arguments: [CatalogArgument]
    /// What it returns, by `pg_type`'s name.
    public var result: String
    /// The column of its result that says whether it worked, where there is one.
    public var successColumn: String?
    /// Whether it is a procedure, which `SELECT` cannot call.
    public var isProcedure: Bool
    /// Its text; empty where the server does not keep one.
    public var body: String

    /// A function of those arguments.
    public init(
        schema: String = "public",
        _ name: String,
        _ arguments: [CatalogArgument],
        returns result: String = "void",
        successColumn: String? = nil,
        isProcedure: Bool = false,
        body: String = ""
    ) {
        self.schema = schema
        self.name = name
        self.arguments = arguments
        self.result = result
        self.successColumn = successColumn
        self.isProcedure = isProcedure
        self.body = body
        signature = "\(schema).\(name)(\(arguments.map(\.type.name).joined(separator: ", ")))"
    }

    /// Whether only a trigger can call it.
    public var isTrigger: Bool { result == "trigger" || result == "event_trigger" }

    /// Whether its text has that word.
    func names(_ word: String) -> Bool {
        let isLetter: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "_" }
        return body.lowercased().split { !isLetter($0) }.contains { $0 == word.lowercased() }
    }
}

/// An argument of a function.
public struct CatalogArgument: Hashable, Sendable {
    /// Its name; nil for one that only has a place.
    public var name: String?
    /// Its type.
    public var type: CatalogType
    /// Whether a caller may leave it out.
    public var hasDefault: Bool

    /// An argument of that name and type.
    public init(_ name: String?, _ type: CatalogType, hasDefault: Bool = false) {
        self.name = name
        self.type = type
        self.hasDefault = hasDefault
    }
}

/// A type as `pg_type` names it, domains by what they stand for: `int4`, `varchar`, `timestamptz`.
public struct CatalogType: Hashable, Sendable {
    /// What a value of the type can be.
    public enum Family: Hashable, Sendable {
        case integer, decimal, text, uuid, boolean, time, json, enumeration, other
    }

    /// Its name in `pg_type`.
    public let name: String
    /// What its values are.
    public let family: Family

    /// A type of that name; `category` is `typcategory` of `pg_type`.
    public init(_ name: String, category: String = "") {
        self.name = name
        family =
            switch name {
            case "int2", "int4", "int8": .integer
            case "numeric", "float4", "float8", "money": .decimal
            case "text", "varchar", "bpchar", "citext", "name": .text
            case "uuid": .uuid
            case "bool": .boolean
            case "timestamptz", "timestamp", "date": .time
            case "json", "jsonb": .json
            default: category == "E" ? .enumeration : category == "S" ? .text : .other
            }
    }
}
