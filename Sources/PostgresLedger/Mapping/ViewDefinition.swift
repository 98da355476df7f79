import Foundation

/// A view over the ledger as the server would define it for a mapping.
struct ViewDefinition {
    /// Its name, without the schema.
    let view: String
    /// The statements that make it.
    let script: String
    /// Whether the view is there and was made so.
    let isCurrent: Bool
}

extension Connection {
    /// Has the server write the definition of every view, with the tables and columns that it really has.
    func viewDefinitions(_ mapping: LedgerMapping) throws(PostgresError) -> [ViewDefinition] {
        let columns = JSONEncoder.text(of: mapping.viewColumns)
        let rows = try query(.viewDefinition, [.json(columns)])
        var definitions: [ViewDefinition] = []
        for row in rows {
            definitions.append(
                ViewDefinition(
                    view: try row.text("view"),
                    script: try row.text("definition"),
                    isCurrent: try row.boolean("is_current")
                )
            )
        }
        return definitions
    }
}

/// One column of one view and where it comes from, as the statement takes it.
private struct MappedColumn: Encodable {
    let view: String
    let use: String
    let position: Int
    let name: String
    let type: String
    let sourceSchema: String?
    let sourceTable: String?
    let sourceColumn: String?
    let words: [String: [String]]?
    let units: Int64?
    let amounts: AmountUnit?
    let fallback: String?

    /// A column of a view that rules read.
    init(_ column: ViewColumn, _ position: Int, of view: LedgerView, in mapping: LedgerMapping) {
        let table = mapping.tables[view]
        self.view = view.rawValue
        use = "rules"
        self.position = position
        name = column.name
        let isAddress = column.type == .user && mapping.userIDType == .email
        type = isAddress ? "email" : column.type == .user ? "text" : column.type.rawValue
        (sourceSchema, sourceTable, sourceColumn) = (table?.schema, table?.name, table?.columns[column.source])
        words = table?.words[column.name]
        units = table?.unitsPerCredit
        amounts = table?.amountUnit
        fallback = column.fallback
    }

    /// A column of the view that alerts are added through.
    init(alerts column: String, _ position: Int, in mapping: LedgerMapping) {
        let table = mapping.alerts
        view = AlertTable.view
        use = "posting"
        self.position = position
        name = column
        type = "text"
        (sourceSchema, sourceTable, sourceColumn) = (table?.schema, table?.name, table?.columns[column])
        (words, units, amounts, fallback) = (nil, nil, nil, nil)
    }

    /// A column of a view that posting writes.
    init(_ name: String, _ position: Int, of view: PostingView, in mapping: LedgerMapping) {
        let table = mapping.tables[view.source]
        self.view = view.rawValue
        use = "posting"
        self.position = position
        self.name = name
        type = view.type(of: name).rawValue
        (sourceSchema, sourceTable, sourceColumn) = (table?.schema, table?.name, table?.columns[name])
        (words, units, amounts, fallback) = (nil, nil, nil, nil)
    }
}

extension LedgerMapping {
    fileprivate var viewColumns: [MappedColumn] {
        let read = LedgerView.allCases.flatMap { view in
            view.columns.enumerated().map { MappedColumn($0.element, $0.offset, of: view, in: self) }
        }
        let written = PostingView.allCases.flatMap { view in
            (view.columns + view.ownColumns).enumerated()
                .map { MappedColumn($0.element, $0.offset, of: view, in: self) }
        }
        let alerts = AlertTable.columns.enumerated()
            .map { MappedColumn(alerts: $0.element, $0.offset, in: self) }
        return read + written + alerts
    }
}

extension JSONEncoder {
    /// A value of ours as JSON text, its names in snake case.
    fileprivate static func text(of value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("a mapping that is no JSON: \(error)")
        }
    }
}

extension Statement {
    fileprivate static let viewDefinition = Statement(
        "view_definition",
        embedded: PackageResources.view_definition_sql
    )
}
