import PostgresLedger

extension MappingProposal {
    /// What is recognised otherwise than it is mapped by hand, in short lines; none where both agree.
    ///
    /// `movement.type: kind, not nothing` says what is recognised, then what is mapped; `not found: user, function` names
    /// whole parts that are mapped and were not recognised.
    func differences(from mapped: LedgerMapping) -> [String] {
        guard preset == nil || mapping != mapped else { return [] }
        var unfound = LedgerView.allCases.filter { mapping.tables[$0] == nil && mapped.tables[$0] != nil }.map(\.key)
        if mapping.function == nil, mapped.function != nil { unfound.append("function") }
        let tables = LedgerView.allCases.flatMap { view in
            mapping.tables[view]?.differences(from: mapped.tables[view], in: view.key) ?? []
        }
        return (unfound.isEmpty ? [] : ["not found: \(unfound.joined(separator: ", "))"])
            + tables
            + (mapping.function?.differences(from: mapped.function) ?? [])
            + difference("balance read", mapping.balance.text, mapped.balance.text)
            + difference("user id", mapping.userIDType.rawValue, mapped.userIDType.rawValue)
            + questions.map { "asks: \($0)" }
            + [obstacle].compactMap(\.self).map { "plans only: \($0)" }
    }
}

private func difference(_ name: String, _ found: String?, _ mapped: String?) -> [String] {
    found == mapped ? [] : ["\(name): \(found ?? "nothing"), not \(mapped ?? "nothing")"]
}

extension MappedTable {
    fileprivate func differences(from mapped: MappedTable?, in view: String) -> [String] {
        guard let mapped, (schema, name) == (mapped.schema, mapped.name) else {
            return difference(view, text, mapped?.text)
        }
        return Set(columns.keys).union(mapped.columns.keys).sorted().flatMap {
            difference("\(view).\($0)", columns[$0], mapped.columns[$0])
        }
            + difference("\(view) words", wordsText, mapped.wordsText)
            + difference("\(view) units", "\(unitsPerCredit)", "\(mapped.unitsPerCredit)")
            + difference("\(view) amounts", amountUnit.rawValue, mapped.amountUnit.rawValue)
    }

    private var text: String { "\(schema).\(name)" }

    private var wordsText: String {
        let lists = words.sorted { $0.key < $1.key }.flatMap { column, meanings in
            meanings.sorted { $0.key < $1.key }.map { "\(column) \($0)=\($1.joined(separator: "|"))" }
        }
        return lists.isEmpty ? "none" : lists.joined(separator: " ")
    }
}

extension GrantingFunction {
    fileprivate func differences(from mapped: GrantingFunction?) -> [String] {
        guard let mapped, name == mapped.name else { return difference("function", text, mapped?.name.description) }
        return Set((arguments + mapped.arguments).map(\.name)).sorted().flatMap {
            difference("function.\($0)", source(of: $0), mapped.source(of: $0))
        }
            + difference("function units", "\(unitsPerCredit)", "\(mapped.unitsPerCredit)")
            + difference("failure", "\(failureSign)", "\(mapped.failureSign)")
    }

    private func source(of argument: String) -> String? {
        arguments.first { $0.name == argument }.map { "\($0.source)" }
    }

    private var text: String {
        let passed = arguments.sorted { $0.name < $1.name }.map { "\($0.name): \($0.source)" }
        return "\(name)(\(passed.joined(separator: ", ")))"
    }
}

extension BalanceReading {
    fileprivate var text: String {
        switch self {
        case .column: "column"
        case .movements: "movements"
        case .function(let name, let argument): "\(name)(\(argument))"
        }
    }
}
