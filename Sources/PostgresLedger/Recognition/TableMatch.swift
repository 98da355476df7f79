/// A table that may be of a purpose, and which of its columns holds what.
struct TableMatch {
    let view: LedgerView
    let table: CatalogTable
    /// The table's column for each of the view's.
    let columns: [String: String]
    /// How much speaks for it.
    let score: Int

    /// The same with more that speaks for it.
    func raised(by bonus: Int) -> TableMatch {
        TableMatch(view: view, table: table, columns: columns, score: score + bonus)
    }

    /// The table as a mapping has it, with the application's own words for Tieout's.
    var mapped: MappedTable {
        MappedTable(schema: table.schema, table.name, columns.filter { !isMinor($0.key) }, words: words)
    }

    /// What a person has to look at.
    var questions: [String] {
        var questions: [String] = []
        if let column = credits, let unit = CommonName(column.name).words.first(where: Self.units.contains) {
            questions.append(
                "\(table.qualifiedName).\(column.name) seems to count \(unit): write how many of them one credit is as"
                    + " ledger.tables.\(view.key).units_per_credit, and the same for the function."
            )
        }
        return questions
    }

    /// What is worth knowing of it.
    var remarks: [String] {
        columns.sorted { $0.key < $1.key }.filter { isMinor($0.key) }.map { _, own in
            "\(table.qualifiedName).\(own) seems to hold cents and amounts are compared in major units, so it is not mapped."
        }
    }

    private static let units: Set<String> = ["second", "seconds", "minute", "minutes", "cents"]

    /// The column that counts credits.
    private var credits: CatalogColumn? {
        (columns["credits"] ?? columns["balance"]).flatMap(table.column)
    }

    /// Whether a column of money counts cents: no view holds such amounts.
    private func isMinor(_ column: String) -> Bool {
        guard ["amount", "price", "amount_paid", "amount_due"].contains(column), let own = columns[column] else {
            return false
        }
        return CommonName(own).words.contains { ["cents", "minor"].contains($0) }
    }

    /// The application's words where a column lists which it may hold and Tieout's own is not among them.
    private var words: [String: [String: [String]]] {
        var words: [String: [String: [String]]] = [:]
        for (column, meanings) in Self.synonyms[view] ?? [:] {
            guard let own = columns[column].flatMap(table.column), !own.words.isEmpty else { continue }
            for (word, names) in meanings where !own.words.contains(word) {
                let matching = names.compactMap { name in own.words.first { CommonName($0).snake == name } }
                if !matching.isEmpty { words[column, default: [:]][word] = [matching[0]] }
            }
        }
        return words
    }

    private static let synonyms: [LedgerView: [String: [String: [String]]]] = {
        let completed = ["completed", "complete", "succeeded", "success", "successful", "paid", "fulfilled", "done"]
        let failed = ["failed", "failure", "error", "errored"]
        return [
            .movement: [
                "type": [
                    "purchase": [
                        "purchase", "credit_purchase", "purchased", "purchase_credit", "topup", "top_up", "deposit",
                        "buy",
                        "bought", "credit", "add", "grant", "earned",
                    ],
                    "consume": ["consume", "consumption", "usage", "use", "spend", "spent", "debit", "deduct"],
                    "refund": ["refund", "refunded"],
                ]
            ],
            .purchase: [
                "status": ["completed": completed, "failed": failed, "pending": ["pending", "created", "open"]]
            ],
            .checkout: [
                "status": [
                    "completed": completed, "created": ["created", "open", "pending"],
                    "expired": ["expired", "abandoned"],
                ]
            ],
            .payment: ["status": ["succeeded": ["succeeded"] + completed, "failed": failed]],
        ]
    }()
}

extension LedgerView {
    /// What such a table is for, as a sentence names it.
    public var purpose: String {
        switch self {
        case .user: "the users"
        case .checkout: "the checkout rows"
        case .purchase: "the purchase log"
        case .movement: "the journal of credits"
        case .payment: "the payment log"
        case .invoice: "the invoice log"
        case .package: "the packages"
        case .balance: "the balances"
        case .subscription: "the subscriptions"
        case .capacity: "the credits bought from providers"
        }
    }

    /// What the configuration calls it.
    public var key: String { String(rawValue.dropFirst("ledger_".count)) }

    /// The view's place among all, which is the order of every list.
    var place: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

extension RecognisedPart.Purpose {
    /// Tables in the views' order, then the function.
    var place: Int {
        switch self {
        case .table(let view): view.place
        case .function: LedgerView.allCases.count
        }
    }
}
