import PostgresLedger

/// The section `ledger:` of `tieout.yaml`: a preset, or the tables, their columns and the function one by one.
///
/// A table, the function or the reading of the balance that is written takes the place of the preset's as a whole.
struct LedgerSection {
    let setting: Setting

    /// The mapping that the section describes.
    ///
    /// - Throws: ``Failure`` with status 78 naming the place and what is wrong there.
    func mapping() throws(Failure) -> LedgerMapping {
        let members = try setting.members(of: ["preset", "user_id_type", "tables", "function", "balance"])
        var mapping =
            try members["preset"].map { setting throws(Failure) in try preset(setting).mapping }
            ?? LedgerMapping(tables: [:])
        if let type = members["user_id_type"] {
            mapping.userIDType = try choice(of: type, UserIDType.allCases.map { ($0.rawValue, $0) })
        }
        if let tables = members["tables"] {
            let known = LedgerView.allCases.map(\.key) + [AlertTable.key]
            let written = try tables.members(of: known)
            for view in LedgerView.allCases {
                guard let table = written[view.key] else { continue }
                mapping.tables[view] = try TableSection(setting: table, view: view).table()
            }
            if let table = written[AlertTable.key] { mapping.alerts = try alerts(table) }
        }
        if let function = members["function"] { mapping.function = try FunctionSection(setting: function).function() }
        if let balance = members["balance"] { mapping.balance = try reading(balance) }
        return mapping
    }

    /// The table of alerts; nil for `none`.
    private func alerts(_ setting: Setting) throws(Failure) -> MappedTable? {
        guard setting.node.scalar?.string != "none" else { return nil }
        let members = try setting.members(of: ["table", "columns"])
        let (schema, table) = try setting.tableName(in: members)
        let columns = try setting.columns(
            in: members,
            of: AlertTable.columns,
            indispensable: AlertTable.indispensableColumns
        )
        return MappedTable(schema: schema, table, columns)
    }

    private func preset(_ setting: Setting) throws(Failure) -> LedgerPreset {
        try choice(of: setting, LedgerPreset.allCases.map { ($0.rawValue, $0) })
    }

    private func reading(_ setting: Setting) throws(Failure) -> BalanceReading {
        guard setting.node.mapping != nil else {
            return try choice(of: setting, [("column", .column), ("movements", .movements)])
        }
        let members = try setting.members(of: ["function", "argument"])
        guard let function = members["function"], let argument = members["argument"] else {
            throw setting.wrong("column, movements, or a function and its argument")
        }
        return .function(try function.functionName(), argument: try argument.text())
    }
}

/// One of `ledger.tables`.
private struct TableSection {
    let setting: Setting
    let view: LedgerView

    /// The table; nil where the application has none.
    func table() throws(Failure) -> MappedTable? {
        guard setting.node.scalar?.string != "none" else { return nil }
        let members = try setting.members(of: ["table", "columns", "words", "units_per_credit", "amounts"])
        let (schema, table) = try setting.tableName(in: members)
        let columns = try setting.columns(
            in: members,
            of: view.mappableColumns,
            indispensable: view.indispensableColumns
        )
        return MappedTable(
            schema: schema,
            table,
            columns,
            words: try members["words"].map { setting throws(Failure) in try words(setting) } ?? [:],
            unitsPerCredit: try members["units_per_credit"]?.count() ?? 1,
            amountUnit: try members["amounts"].map { setting throws(Failure) in
                try choice(of: setting, AmountUnit.allCases.map { ($0.rawValue, $0) })
            } ?? .major
        )
    }

    private func words(_ setting: Setting) throws(Failure) -> [String: [String: [String]]] {
        var words: [String: [String: [String]]] = [:]
        for (column, meanings) in try setting.members(of: view.words.keys.sorted()) {
            for (word, own) in try meanings.members(of: view.words[column] ?? []) {
                words[column, default: [:]][word] = try own.texts()
            }
        }
        return words
    }
}

/// `ledger.function`.
private struct FunctionSection {
    let setting: Setting

    /// The function; nil where none is to be called.
    func function() throws(Failure) -> GrantingFunction? {
        guard setting.node.scalar?.string != "none" else { return nil }
        let members = try setting.members(of: ["name", "arguments", "failure", "units_per_credit"])
        guard let name = members["name"] else {
            throw setting.failure("\(setting.name) has no name", advice: "Write name: schema.function.")
        }
        var arguments: [FunctionArgument] = []
        for (name, source) in try members["arguments"]?.members() ?? [] {
            arguments.append(FunctionArgument(name, try self.source(source)))
        }
        return GrantingFunction(
            try name.functionName(),
            arguments,
            failureSign: try members["failure"].map { setting throws(Failure) in try sign(setting) } ?? .raises,
            unitsPerCredit: try members["units_per_credit"]?.count() ?? 1
        )
    }

    private func source(_ setting: Setting) throws(Failure) -> ArgumentSource {
        if setting.node.mapping != nil {
            guard let literal = try setting.members(of: ["literal"])["literal"] else {
                throw setting.wrong("a source or a literal")
            }
            return .literal(try literal.text())
        }
        return try choice(of: setting, ArgumentSource.named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private func sign(_ setting: Setting) throws(Failure) -> FailureSign {
        guard setting.node.mapping != nil else {
            return try choice(
                of: setting,
                [("raises", .raises), ("returns_false", .returnsFalse), ("returns_null", .returnsNull)]
            )
        }
        let members = try setting.members(of: ["member_is_not_true", "member_is_present", "column_is_not_true"])
        guard members.count == 1, let (key, name) = members.first else { throw setting.wrong("one sign of failure") }
        switch key {
        case "member_is_not_true": return .memberIsNotTrue(try name.text())
        case "member_is_present": return .memberIsPresent(try name.text())
        default: return .columnIsNotTrue(try name.text())
        }
    }
}

/// The value of the word that stands there, out of a closed list.
private func choice<Value>(of setting: Setting, _ choices: [(String, Value)]) throws(Failure) -> Value {
    let word = try setting.text()
    if let chosen = choices.first(where: { $0.0 == word }) { return chosen.1 }
    let names = choices.map(\.0)
    throw setting.failure(
        "\(setting.name) is “\(word)”, which is none of \(names.joined(separator: ", "))",
        advice: word.nearest(of: names).map { "Did you mean \($0)?" }
    )
}

extension Setting {
    /// Schema and name of `schema.name`; `public` where there is no schema.
    fileprivate func qualifiedName() throws(Failure) -> (schema: String, name: String) {
        let parts = try text().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }), let name = parts.last else { throw wrong("schema.name") }
        return (parts.count == 2 ? parts[0] : "public", name)
    }

    /// What `table` among the members of a table's section names.
    fileprivate func tableName(in members: [String: Setting]) throws(Failure) -> (schema: String, name: String) {
        guard let table = members["table"] else {
            throw failure("\(name) names no table", advice: "Write table: schema.name, or none.")
        }
        return try table.qualifiedName()
    }

    /// What `columns` among the members of a table's section says: the application's own by Tieout's names.
    fileprivate func columns(
        in members: [String: Setting],
        of known: [String],
        indispensable: [String]
    ) throws(Failure) -> [String: String] {
        var columns: [String: String] = [:]
        for (column, own) in try members["columns"]?.members(of: known) ?? [:] { columns[column] = try own.text() }
        for column in indispensable where columns[column] == nil {
            throw failure(
                "\(name).columns lacks \(column)",
                advice: "Without it the table says nothing that Tieout could use; write none for the whole table."
            )
        }
        return columns
    }

    fileprivate func functionName() throws(Failure) -> FunctionName {
        let (schema, name) = try qualifiedName()
        return FunctionName(schema: schema, name)
    }
}
