/// A function of the mapped name, as the catalog has it.
public struct FunctionFacts: Hashable, Sendable {
    /// Its name and argument types.
    public let signature: String
    /// What it returns, in SQL's words; empty for a procedure.
    public let result: String
    /// Whether our role may execute it.
    public let isCallable: Bool
    /// Why it cannot be called as the mapping says; nil when it can.
    public let problem: String?
}

/// Why the mapped function cannot be called.
public struct FunctionProblem: Hashable, Sendable {
    /// One sentence that names the function, in the catalog's words.
    public let sentence: String
    /// What to do about it.
    public let remedy: String
    /// Whether it is a right that is missing, and not the function or the mapping that is wrong.
    public let isPermission: Bool
}

/// What the catalog says of a mapped function, read before anything is called.
public struct FunctionReading: Sendable {
    /// The functions of that name.
    public let candidates: [FunctionFacts]
    /// Why none of them can be called; nil when exactly one can.
    public let problem: FunctionProblem?
    /// The call of the one that can be called, as the server wrote it: the mapped arguments in their order, as texts.
    let call: Statement?
    /// Its arguments in the same order, with their types and what tries whether a value fits.
    let arguments: [(name: String, type: String, cast: Statement)]
}

extension Connection {
    /// Reads the functions of that name against the arguments that are to be passed.
    func reading(of function: FunctionName, passing arguments: [String]) throws(PostgresError) -> FunctionReading {
        let rows = try query(
            .functionReading,
            [.text(function.schema), .text(function.name), .texts(arguments)]
        )
        var candidates: [(facts: FunctionFacts, rows: [Row])] = []
        for row in rows {
            let facts = FunctionFacts(
                signature: try row.text("signature"),
                result: try row.optionalText("result") ?? "",
                isCallable: try row.boolean("is_callable"),
                problem: try row.optionalText("problem")
            )
            if candidates.last?.facts == facts {
                candidates[candidates.count - 1].rows.append(row)
            } else {
                candidates.append((facts, [row]))
            }
        }
        let problem = FunctionProblem(of: function, candidates.map(\.facts))
        guard problem == nil, let chosen = candidates.first(where: { $0.facts.problem == nil }) else {
            return FunctionReading(candidates: candidates.map(\.facts), problem: problem, call: nil, arguments: [])
        }
        var passed: [(String, String, Statement)] = []
        for row in chosen.rows where try row.optionalText("argument") != nil {
            let cast = try Statement("cast", writtenByServer: row, column: "cast_of_argument", isPrepared: false)
            passed.append((try row.text("argument"), try row.text("argument_type"), cast))
        }
        return FunctionReading(
            candidates: candidates.map(\.facts),
            problem: nil,
            call: try Statement("call", writtenByServer: chosen.rows[0], column: "call", isPrepared: true),
            arguments: passed
        )
    }
}

extension FunctionProblem {
    /// What is wrong with the functions of a name; nil when exactly one of them can be called.
    fileprivate init?(of function: FunctionName, _ candidates: [FunctionFacts]) {
        let fitting = candidates.filter { $0.problem == nil }
        if let chosen = fitting.first, fitting.count == 1 {
            guard !chosen.isCallable else { return nil }
            sentence = "the role may not execute \(chosen.signature)"
            remedy = "As the function's owner: GRANT EXECUTE ON FUNCTION \(chosen.signature) TO the role."
            isPermission = true
            return
        }
        isPermission = false
        if candidates.isEmpty {
            sentence = "there is no function \(function)"
            remedy =
                "Map the one that grants under ledger.function; `tieout migrate --ledger` creates the reference ledger's."
        } else if fitting.isEmpty {
            sentence = candidates.map { "\($0.signature) \($0.problem ?? "")" }.joined(separator: "; ")
            remedy = "Map its arguments under ledger.function.arguments, or another function."
        } else {
            sentence = "\(fitting.map(\.signature).joined(separator: " and ")) both fit the mapped arguments"
            remedy = "Map an argument that only one of them has, or drop the other."
        }
    }
}

extension Statement {
    fileprivate static let functionReading = Statement(
        "function_reading",
        embedded: PackageResources.function_reading_sql
    )
}
