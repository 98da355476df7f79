extension PostgresLedger {
    /// Schemas in which no application keeps its ledger: the server's, Tieout's own and those of hosting platforms.
    private static let foreignSchemas = [
        "information_schema", "tieout", "auth", "storage", "realtime", "vault", "graphql", "graphql_public",
        "extensions",
        "pgsodium", "pgsodium_masks", "pgbouncer", "net", "cron", "supabase_functions", "supabase_migrations",
        "_realtime", "_analytics", "_timescaledb_internal", "columnar", "columnar_internal",
    ]

    /// The application's tables and functions, as the server's catalog lists them for our role. Nothing is written.
    ///
    /// - Throws: ``PostgresError``.
    public func catalog() throws(PostgresError) -> DatabaseCatalog {
        DatabaseCatalog(tables: try catalogTables(), functions: try catalogFunctions())
    }

    private func catalogTables() throws(PostgresError) -> [CatalogTable] {
        var tables: [CatalogTable] = []
        for row in try connection.query(.catalogColumns, [.texts(Self.foreignSchemas)]) {
            let (schema, name) = (try row.text("schema"), try row.text("table_name"))
            if tables.last.map({ ($0.schema, $0.name) != (schema, name) }) ?? true {
                tables.append(CatalogTable(schema: schema, name, []))
            }
            let column = try Self.column(row)
            let last = tables.indices.last ?? 0
            // A column with several foreign keys has several rows; the first counts.
            if tables[last].columns.last?.name != column.name { tables[last].columns.append(column) }
        }
        return tables
    }

    private static func column(_ row: Row) throws(PostgresError) -> CatalogColumn {
        var target: CatalogTarget?
        if let table = try row.optionalText("target_table") {
            target = CatalogTarget(schema: try row.text("target_schema"), table, try row.text("target_column"))
        }
        return CatalogColumn(
            try row.text("column_name"),
            CatalogType(try row.text("type"), category: try row.text("category")),
            isRequired: try row.boolean("is_required"),
            isPrimaryKey: try row.boolean("is_primary_key"),
            isUnique: try row.boolean("is_unique"),
            target: target,
            words: try row.text("words").split(separator: "\n").map(String.init)
        )
    }

    private func catalogFunctions() throws(PostgresError) -> [CatalogFunction] {
        var functions: [CatalogFunction] = []
        var lastID = ""
        for row in try connection.query(.catalogArguments, [.texts(Self.foreignSchemas)]) {
            let id = try row.text("id")
            if id != lastID { functions.append(try Self.function(row)) }
            lastID = id
            guard let type = try row.optionalText("argument_type") else { continue }
            functions[functions.count - 1].arguments.append(
                CatalogArgument(
                    try row.optionalText("argument_name"),
                    CatalogType(type, category: try row.text("argument_category")),
                    hasDefault: try row.optionalBoolean("has_default") ?? false
                )
            )
        }
        return functions
    }

    private static func function(_ row: Row) throws(PostgresError) -> CatalogFunction {
        var function = CatalogFunction(
            schema: try row.text("schema"),
            try row.text("function_name"),
            [],
            returns: try row.text("result_type"),
            successColumn: try row.optionalText("success_column"),
            isProcedure: try row.boolean("is_procedure"),
            body: try row.text("body")
        )
        function.signature = try row.text("signature")
        return function
    }
}

extension Statement {
    fileprivate static let catalogColumns = Statement(
        "catalog_columns",
        embedded: PackageResources.catalog_columns_sql
    )
    fileprivate static let catalogArguments = Statement(
        "catalog_arguments",
        embedded: PackageResources.catalog_arguments_sql
    )
}
