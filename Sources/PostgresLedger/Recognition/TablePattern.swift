/// What tables of one purpose look like: the words of their names and the columns that they have.
struct TablePattern {
    /// What such a table is for.
    let view: LedgerView
    /// Words of the table's name, in the singular, and how much each says.
    let nameWords: [String: Int]
    /// The columns, those that decide first.
    let columns: [ColumnPattern]
    /// Whether a buyer has one row in it, as in balances, several, as in journals, or is not named at all.
    let buyers: Buyers

    enum Buyers {
        case one, several, none, any
    }
}

/// What columns of one purpose look like.
struct ColumnPattern {
    /// The view's column.
    let column: String
    /// What applications call it, the commonest first.
    let names: [String]
    /// What its values can be.
    let families: Set<CatalogType.Family>
    /// How much it says that it is there.
    let weight: Int
    /// Whether a table without it is no table of the purpose.
    let isNeeded: Bool

    init(
        _ column: String,
        _ names: [String],
        _ families: Set<CatalogType.Family>,
        weight: Int = 5,
        isNeeded: Bool = false
    ) {
        self.column = column
        self.names = names
        self.families = families
        self.weight = weight
        self.isNeeded = isNeeded
    }

    /// The column of the table that fits best.
    func match(in table: CatalogTable, besides taken: Set<String>) -> CatalogColumn? {
        let fitting = table.columns.filter { families.contains($0.type.family) && !taken.contains($0.name) }
        for name in names {
            if let column = fitting.first(where: { CommonName($0.name).snake == name }) { return column }
        }
        return nil
    }
}

extension TablePattern {
    /// How the table fits the purpose; nil when it lacks what the purpose needs.
    func match(_ table: CatalogTable, users: CatalogTarget?) -> TableMatch? {
        var found: [String: String] = [:]
        var score = CommonName(table.name).singular.reduce(0) { $0 + (nameWords[$1] ?? 0) }
        switch buyers {
        case .any, .one, .several:
            if let buyer = table.buyerColumn(users: users, ownsRow: buyers == .one) {
                let isAlone = buyer.isUnique || buyer.isPrimaryKey
                if buyers == .one, !isAlone { return nil }
                if buyers == .several, isAlone { return nil }
                found["user_id"] = buyer.name
                score += buyer.target == nil ? 10 : 15
            } else if buyers != .any {
                return nil
            }
        case .none:
            if table.buyerColumn(users: users, ownsRow: false) != nil { return nil }
        }
        for pattern in columns {
            if let column = pattern.match(in: table, besides: Set(found.values)) {
                found[pattern.column] = column.name
                score += pattern.weight
            } else if pattern.isNeeded {
                return nil
            }
        }
        if let key = table.primaryKey?.name, view.keysRows { found["ledger_id"] = key }
        guard view.indispensableColumns.allSatisfy({ found[$0] != nil }) else { return nil }
        return TableMatch(view: view, table: table, columns: found, score: score)
    }
}

extension LedgerView {
    /// Whether the view names its rows by a key of their own.
    fileprivate var keysRows: Bool { columns.contains { $0.name == "ledger_id" } }
}

extension CatalogTable {
    /// Names by which a table calls the buyer of a row.
    private static let buyerNames = [
        "user_id", "user_uuid", "uid", "userid", "user", "account_id", "profile_id", "owner_id", "owner", "member_id",
        "customer_id", "client_id", "subscriber_id", "subscriber", "buyer_id", "user_email", "customer_email", "email",
    ]

    /// The column that says whose a row is: one that refers to the users, or is called so.
    ///
    /// - Parameter ownsRow: whether a table of users themselves, with credits among their columns, counts by its key.
    func buyerColumn(users: CatalogTarget?, ownsRow: Bool) -> CatalogColumn? {
        if let users {
            let referring = columns.filter { $0.target == users }
            if let column = referring.first(where: { Self.buyerNames.contains(CommonName($0.name).snake) }) {
                return column
            }
            if referring.count == 1 { return referring[0] }
        }
        for name in Self.buyerNames {
            let column = columns.first { CommonName($0.name).snake == name }
            guard let column, [.uuid, .text, .integer].contains(column.type.family) else { continue }
            // Stripe's customer is no buyer of the ledger, and the e-mail of a user's own row is no key of others.
            if name == "email", ownsRow, let primaryKey, primaryKey != column { continue }
            return column
        }
        return ownsRow && looksLikeUsers ? primaryKey : nil
    }

    /// Whether the table is one of users by its name.
    var looksLikeUsers: Bool {
        let names: Set = ["user", "profile", "account", "customer", "member", "workspace", "app", "auth"]
        return CommonName(name).singular.allSatisfy(names.contains)
    }
}
