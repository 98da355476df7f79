import PostgresLedger

/// Catalogs written as one line a table or function, for tests that read like a schema:
/// `user_credits: user_id uuid unique > auth.users.id, balance int4` and `add_credits(p_user uuid, p_n int4?) bool`.
enum CatalogText {
    /// A table of that text.
    static func table(_ text: String) -> CatalogTable {
        let parts = halves(text, at: ": ")
        let name = parts.0.split(separator: ".").map(String.init)
        return CatalogTable(
            schema: name.count == 2 ? name[0] : "public",
            name[name.count - 1],
            parts.1.split(separator: ", ").map { column(String($0)) }
        )
    }

    /// A function of that text; `?` marks an argument that may be left out, `-` one without a name.
    static func function(_ text: String, body: String = "") -> CatalogFunction {
        let parts = halves(text, at: "(")
        let rest = halves(parts.1, at: ") ")
        let arguments = rest.0.split(separator: ", ").map { argument in
            let words = argument.split(separator: " ").map(String.init)
            let type = words[1].filter { $0 != "?" }
            return CatalogArgument(
                words[0] == "-" ? nil : words[0],
                CatalogType(type),
                hasDefault: words[1].hasSuffix("?")
            )
        }
        return CatalogFunction(parts.0, arguments, returns: rest.1, body: body)
    }

    private static func column(_ text: String) -> CatalogColumn {
        let (definition, target) = halves(text, at: " > ")
        let words = definition.split(separator: " ").map(String.init)
        let reference = target.split(separator: ".").map(String.init)
        return CatalogColumn(
            words[0],
            CatalogType(words[1]),
            isPrimaryKey: words.contains("key"),
            isUnique: words.contains("unique") || words.contains("key"),
            target: reference.count == 3 ? CatalogTarget(schema: reference[0], reference[1], reference[2]) : nil,
            words: words.first { $0.hasPrefix("[") }?.filter { !"[]".contains($0) }.split(separator: "|").map(
                String.init
            )
                ?? []
        )
    }

    private static func halves(_ text: String, at separator: String) -> (String, String) {
        guard let range = text.firstRange(of: separator) else { return (text, "") }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
}
