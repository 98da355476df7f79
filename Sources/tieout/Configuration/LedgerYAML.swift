import PostgresLedger

extension LedgerMapping {
    /// The section `ledger:` that describes this mapping, as ``LedgerSection`` reads it: the preset's name where it is
    /// one's mapping, otherwise all of it. Ends with a line's end.
    var yaml: String {
        if let preset = LedgerPreset.allCases.first(where: { $0.mapping == self }) {
            return "ledger:\n  preset: \(preset.rawValue)\n"
        }
        var lines = ["ledger:", "  user_id_type: \(userIDType.rawValue)", "  tables:"]
        for view in LedgerView.allCases {
            guard let table = tables[view] else { continue }
            lines.append("    \(view.key):")
            lines += table.yamlLines(of: view.mappableColumns).map { "      \($0)" }
        }
        if let alerts, alerts != .platformAlerts {
            lines.append("    \(AlertTable.key):")
            lines += alerts.yamlLines(of: AlertTable.columns).map { "      \($0)" }
        }
        if alerts == nil { lines.append("    \(AlertTable.key): none") }
        if lines.count == 3 { lines[2] = "  tables: {}" }
        lines += (function?.yamlLines ?? []).map { "  \($0)" }
        switch balance {
        case .column: break
        case .movements: lines.append("  balance: movements")
        case .function(let name, let argument):
            lines.append("  balance: {function: \(name.description.yaml), argument: \(argument.yaml)}")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MappedTable {
    fileprivate func yamlLines(of known: [String]) -> [String] {
        var lines = ["table: \("\(schema).\(name)".yaml)"]
        if unitsPerCredit != 1 { lines.append("units_per_credit: \(unitsPerCredit)") }
        if amountUnit != .major { lines.append("amounts: \(amountUnit.rawValue)") }
        lines.append("columns:")
        for column in known {
            if let own = columns[column] { lines.append("  \(column): \(own.yaml)") }
        }
        if !words.isEmpty { lines.append("words:") }
        for (column, meanings) in words.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(column):")
            for (word, own) in meanings.sorted(by: { $0.key < $1.key }) {
                lines.append("    \(word): [\(own.map(\.yaml).joined(separator: ", "))]")
            }
        }
        return lines
    }
}

extension GrantingFunction {
    fileprivate var yamlLines: [String] {
        var lines = ["function:", "  name: \(name.description.yaml)"]
        if unitsPerCredit != 1 { lines.append("  units_per_credit: \(unitsPerCredit)") }
        lines.append(arguments.isEmpty ? "  arguments: {}" : "  arguments:")
        lines += arguments.map { argument in
            if case .literal(let text) = argument.source {
                return "    \(argument.name.yaml): {literal: \(text.yaml)}"
            }
            return "    \(argument.name.yaml): \(argument.source.word ?? "")"
        }
        switch failureSign {
        case .raises: break
        case .returnsFalse: lines.append("  failure: returns_false")
        case .returnsNull: lines.append("  failure: returns_null")
        case .memberIsNotTrue(let name): lines.append("  failure: {member_is_not_true: \(name.yaml)}")
        case .memberIsPresent(let name): lines.append("  failure: {member_is_present: \(name.yaml)}")
        case .columnIsNotTrue(let name): lines.append("  failure: {column_is_not_true: \(name.yaml)}")
        }
        return lines
    }
}

extension String {
    /// The text as a YAML scalar: plain where that can be read in one way only, else in double quotes.
    fileprivate var yaml: String {
        let isPlain = wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.]*/) != nil
        let isWord = ["true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"].contains(lowercased())
        guard !isPlain || isWord else { return self }
        let escaped = unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where scalar.properties.generalCategory == .control:
                "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                    + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
