/// A function that may be the one that grants, and how it would be called.
struct FunctionMatch {
    let function: CatalogFunction
    /// The arguments whose meaning is recognised.
    let arguments: [FunctionArgument]
    /// Arguments that a caller has to give and whose meaning is not recognised.
    let unknown: [CatalogArgument]
    /// How much speaks for it.
    let score: Int

    /// The function as a mapping has it.
    var granting: GrantingFunction {
        GrantingFunction(
            FunctionName(schema: function.schema, function.name),
            arguments,
            failureSign: failureSign
        )
    }

    /// What a person has to look at.
    var questions: [String] {
        var questions: [String] = []
        if !unknown.isEmpty {
            let names = unknown.map { $0.name ?? "an argument without a name" }.joined(separator: ", ")
            questions.append(
                "\(function.signature) also needs \(names): say where it comes from under ledger.function.arguments."
            )
        }
        return questions
    }

    /// What is worth knowing of it.
    var remarks: [String] {
        guard arguments.contains(where: { $0.source == .newBalance }) else { return [] }
        return ["\(function.signature) seems to set the balance; if it adds, write credits instead of new_balance."]
    }

    /// How it tells that it did nothing, by what it returns.
    private var failureSign: FailureSign {
        if let column = function.successColumn { return .columnIsNotTrue(column) }
        switch function.result {
        case "bool": return .returnsFalse
        case "json", "jsonb":
            if function.names("success") { return .memberIsNotTrue("success") }
            if function.names("ok") { return .memberIsNotTrue("ok") }
            return function.names("error") ? .memberIsPresent("error") : .raises
        default: return .raises
        }
    }
}

/// How functions are judged by what surrounds them.
struct FunctionJudgement {
    /// The table that keeps balances, if one is recognised.
    let balance: MappedTable?
    /// The journal, if one is recognised.
    let movement: MappedTable?
    /// What identifies a buyer.
    let userIDType: UserIDType

    /// How the function would be called to grant; nil when it cannot be.
    func match(_ function: CatalogFunction) -> FunctionMatch? {
        guard !function.isTrigger, !function.isProcedure else { return nil }
        let nameScore = Self.score(ofName: function.name)
        guard nameScore > 0 else { return nil }
        var arguments: [FunctionArgument] = []
        var taken: Set<Int> = []
        for pattern in ArgumentPattern.all where !arguments.contains(where: { $0.source.isSame(as: pattern.source) }) {
            for (place, argument) in function.arguments.enumerated() where !taken.contains(place) {
                guard let name = argument.name, pattern.families.contains(argument.type.family),
                    pattern.names.contains(CommonName(argument: name).snake)
                        || pattern.names.contains(CommonName(name).snake)
                else { continue }
                arguments.append(FunctionArgument(name, source(pattern.source, argument, of: function)))
                taken.insert(place)
                break
            }
        }
        let sources = arguments.map(\.source)
        guard sources.contains(.user) || sources.contains(.email),
            sources.contains(.credits) || sources.contains(.newBalance)
        else { return nil }
        let unknown = function.arguments.indices.filter { !taken.contains($0) && !function.arguments[$0].hasDefault }
            .map { function.arguments[$0] }
        let order = Dictionary(
            function.arguments.enumerated().map { ($1.name ?? "", $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return FunctionMatch(
            function: function,
            arguments: arguments.sorted { (order[$0.name] ?? 0) < (order[$1.name] ?? 0) },
            unknown: unknown,
            score: nameScore + 3 * arguments.count - 12 * unknown.count + score(ofTextOf: function)
        )
    }

    /// What an argument of that meaning takes in this function.
    private func source(
        _ source: ArgumentSource,
        _ argument: CatalogArgument,
        of function: CatalogFunction
    ) -> ArgumentSource {
        switch source {
        case .user:
            let isEmail = CommonName(argument.name ?? "").words.contains("email")
            return isEmail && userIDType != .email ? .email : .user
        case .credits where CommonName(function.name).words.first == "set": return .newBalance
        default: return source
        }
    }

    /// What the function's text says: whether it touches the balances and the journal.
    private func score(ofTextOf function: CatalogFunction) -> Int {
        let names = { (table: MappedTable?) in table.map { function.names($0.name) } ?? false }
        return (names(balance) ? 15 : 0) + (names(movement) ? 5 : 0)
    }

    /// Whether a function gives credits by its name.
    static func isAboutCredits(_ function: CatalogFunction) -> Bool { score(ofName: function.name) > 0 }

    /// Why no function can be called although some are about credits; nil when none is.
    func reasonForNone(in functions: [CatalogFunction]) -> String? {
        let named = functions.filter(Self.isAboutCredits)
        guard let function = named.first(where: \.isTrigger) ?? named.first else { return nil }
        if function.isTrigger {
            return "\(function.signature) is a trigger function, which nothing but its trigger can call."
        }
        if function.isProcedure { return "\(function.signature) is a procedure; Tieout calls functions only." }
        if function.arguments.contains(where: { $0.name == nil }) {
            return "The arguments of \(function.signature) have no names; Tieout calls by name only."
        }
        return
            "\(function.signature) may be meant for granting, but it takes no buyer or no credits by a name that is known:"
            + " write its arguments under ledger.function."
    }

    /// What the name says; 0 or less for a function of another purpose.
    private static func score(ofName name: String) -> Int {
        let words = CommonName(name).singular
        guard words.contains(where: { nouns[$0] != nil }), !words.contains(where: otherPurposes.contains) else {
            return 0
        }
        return words.reduce(0) { $0 + (verbs[$1] ?? 0) + (nouns[$1] ?? 0) }
    }

    private static let verbs = [
        "add": 20, "grant": 25, "award": 20, "give": 15, "increment": 20, "increase": 20, "top": 10, "topup": 20,
        "purchase": 8, "purchased": 8, "update": 12, "set": 5, "adjust": 10, "apply": 10, "record": 6, "process": 8,
        "deposit": 20, "fulfill": 15, "fulfil": 15, "allocate": 12, "upsert": 8, "modify": 8, "change": 8,
    ]

    private static let nouns = [
        "credit": 20, "balance": 15, "token": 12, "point": 10, "coin": 10, "wallet": 10, "minute": 8, "second": 8,
    ]

    private static let otherPurposes: Set<String> = [
        "deduct", "consume", "use", "spend", "subtract", "decrement", "decrease", "refund", "reset", "get", "check",
        "has",
        "list", "expire", "delete", "remove", "transfer", "reserve", "release", "initialize", "init", "validate",
        "calculate", "handle", "revoke", "charge", "monthly", "daily", "trial", "bonus", "referral", "signup",
    ]
}

extension ArgumentSource {
    /// Whether one argument alone may have either meaning.
    fileprivate func isSame(as other: ArgumentSource) -> Bool { group == other.group }

    private var group: String {
        switch self {
        case .user, .email: "user"
        case .credits, .newBalance: "credits"
        case .amountMinor, .amountDecimal: "amount"
        case .sessionID, .sessionUUID: "session"
        default: word ?? ""
        }
    }
}
