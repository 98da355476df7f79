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
        let columns = mapping.viewColumns
        let rows = try query(
            .viewDefinition,
            [
                .texts(columns.map(\.view)), .texts(columns.map(\.use)), .texts(columns.map(\.name)),
                .texts(columns.map(\.type)), .texts(columns.map { $0.table?.schema }),
                .texts(columns.map { $0.table?.name }), .texts(columns.map { $0.table?.columns[$0.name] }),
            ]
        )
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

/// One column of one view and where it comes from, as the statement takes them.
private struct MappedColumn {
    let view: String
    let use: String
    let name: String
    let type: String
    let table: MappedTable?
}

extension LedgerMapping {
    fileprivate var viewColumns: [MappedColumn] {
        let read = LedgerView.allCases.flatMap { view in
            view.columns.map { column in
                MappedColumn(
                    view: view.rawValue,
                    use: "rules",
                    name: column.name,
                    type: column.type.rawValue,
                    table: tables[view]
                )
            }
        }
        let written = PostingView.allCases.flatMap { view in
            view.columns.map { name in
                MappedColumn(
                    view: view.rawValue,
                    use: "posting",
                    name: name,
                    type: "text",
                    table: tables[view.source]
                )
            }
        }
        return read + written
    }
}

extension Statement {
    fileprivate static let viewDefinition = Statement(
        "view_definition",
        embedded: PackageResources.view_definition_sql
    )
}
