/// Recognises a credit ledger in a catalog: catalog rows in, a proposal of a mapping out, nothing asked of a database.
///
/// Tables are scored by their names, columns, types and foreign keys and by the functions that name them; the function by
/// its name, its arguments and the tables in its text.
public struct Recogniser: Sendable {
    let catalog: DatabaseCatalog

    /// A recogniser of what is in the catalog.
    public init(catalog: DatabaseCatalog) { self.catalog = catalog }

    /// What fits the catalog best.
    public func proposal() -> MappingProposal {
        guard let preset = LedgerPreset.allCases.first(where: fits) else { return byShape() }
        let known = known(preset)
        // A ledger that has grown what its preset lacks, as the migration has it: the preset would never be posted to.
        guard known.obstacle == .noEvidence else { return known }
        let seen = byShape()
        return seen.obstacle == .noEvidence ? known : seen
    }

    /// What fits best by names and shapes alone.
    private func byShape() -> MappingProposal {
        let users = self.users
        var mapping = LedgerMapping(tables: [:])
        var parts: [RecognisedPart] = []
        var questions: [String] = []
        var remarks: [String] = []
        for (view, ranked) in nominations(users: users).sorted(by: { $0.key.place < $1.key.place }) {
            guard let best = ranked.first else { continue }
            let equals = ranked.dropFirst().filter { $0.score == best.score }
            guard equals.isEmpty else {
                questions.append(Self.question(of: view, among: [best] + equals))
                continue
            }
            let close = ranked.dropFirst().filter { best.score - $0.score < Self.clearMargin }
            mapping.tables[view] = best.mapped
            parts.append(
                RecognisedPart(
                    .table(view),
                    best.table.qualifiedName,
                    close.isEmpty && best.score >= Self.clearScore ? .likely : .unsure,
                    alternatives: close.map(\.table.qualifiedName)
                )
            )
            questions += best.questions
            remarks += best.remarks
        }
        if !mapping.tables.isEmpty {
            add(users, to: &mapping, &parts)
            if mapping.tables[.user] == nil { questions.append(Self.questionOfUsers) }
        }
        mapping.userIDType = userIDType(of: mapping)
        if mapping.tables[.balance] == nil, mapping.tables[.movement] != nil { mapping.balance = .movements }
        if !mapping.tables.isEmpty { addFunction(to: &mapping, &parts, &questions, &remarks) }
        return MappingProposal(
            mapping: mapping,
            parts: parts.sorted { $0.purpose.place < $1.purpose.place },
            questions: questions,
            remarks: remarks,
            obstacle: mapping.postingObstacle
        )
    }

    /// From how many points on a table is clearly of its purpose, and by how many it has to lead.
    private static let (clearScore, clearMargin) = (50, 10)
    /// Below so many points a table is of no purpose of ours.
    private static let leastScore = 35

    /// The tables that may be of each purpose, the likeliest first. A table stands for what fits it best, and for what
    /// fits it nearly as well.
    private func nominations(users: CatalogTarget?) -> [LedgerView: [TableMatch]] {
        var nominated: [LedgerView: [TableMatch]] = [:]
        for table in catalog.tables {
            let bonus = Self.bonus(of: table, named: catalog.functions)
            let matches = TablePattern.all.compactMap { pattern in
                pattern.match(table, users: users)?.raised(by: pattern.buyers == .none ? 0 : bonus)
            }
            guard let best = matches.map(\.score).max(), best >= Self.leastScore else { continue }
            for match in matches where match.score > best - 5 { nominated[match.view, default: []].append(match) }
        }
        return nominated.mapValues { matches in
            matches.sorted { ($1.score, $0.table.qualifiedName) < ($0.score, $1.table.qualifiedName) }
        }
    }

    /// What speaks for a buyers' table beside its own shape: that a function about credits names it.
    private static func bonus(of table: CatalogTable, named functions: [CatalogFunction]) -> Int {
        let isNamed = functions.contains { function in
            FunctionJudgement.isAboutCredits(function) && function.names(table.name)
        }
        return isNamed ? 15 : 0
    }

    /// Without users no sale is a known buyer's, and each would be left to a person.
    private static let questionOfUsers =
        "No table has a row for every buyer by its name: write the one that does, and its key, under ledger.tables.user."

    private static func question(of view: LedgerView, among matches: [TableMatch]) -> String {
        let names = matches.map(\.table.qualifiedName).joined(separator: " and ")
        return "\(names) fit equally well as \(view.purpose): write the one that is under ledger.tables.\(view.key)."
    }
}

extension Recogniser {
    /// Whether everything that the preset maps is there.
    private func fits(_ preset: LedgerPreset) -> Bool {
        let mapping = preset.mapping
        let hasTables = mapping.tables.allSatisfy { view, mapped in
            guard let table = catalog.table(mapped.schema, mapped.name) else { return view == .capacity }
            // Addresses are only of use to functions that take one.
            return mapped.columns.allSatisfy { $0 == "email" || table.column($1) != nil }
        }
        guard hasTables, let granting = mapping.function else { return false }
        return catalog.functions.contains { function in
            function.schema == granting.name.schema && function.name == granting.name.name && !function.isTrigger
                && granting.arguments.allSatisfy { argument in
                    function.arguments.contains { $0.name == argument.name }
                }
        }
    }

    private func known(_ preset: LedgerPreset) -> MappingProposal {
        let mapping = preset.mapping
        let tables = LedgerView.allCases.compactMap { view in
            mapping.tables[view].flatMap { catalog.table($0.schema, $0.name) }
                .map { RecognisedPart(.table(view), $0.qualifiedName, .certain) }
        }
        let function = mapping.function.map { RecognisedPart(.function, $0.name.description, .certain) }
        return MappingProposal(
            preset: preset,
            mapping: mapping,
            parts: tables + [function].compactMap(\.self),
            questions: [],
            remarks: [],
            obstacle: mapping.postingObstacle
        )
    }

    /// The column that identifies buyers: what most tables refer to as their user, else the key of a table of users.
    private var users: CatalogTarget? {
        let targets = catalog.tables.flatMap(\.columns).compactMap(\.target).filter { target in
            (target.schema, target.table) == ("auth", "users")
                || catalog.table(target.schema, target.table)?.looksLikeUsers ?? false
        }
        let votes = Dictionary(grouping: targets, by: \.self).mapValues(\.count)
        if let winner = votes.max(by: { ($0.value, $1.key.table) < ($1.value, $0.key.table) }) { return winner.key }
        let tables = catalog.tables.filter { $0.looksLikeUsers && $0.primaryKey != nil }
        let named = tables.first { CommonName($0.name).singular == ["user"] } ?? tables.first
        return named.flatMap { table in
            table.primaryKey.map { CatalogTarget(schema: table.schema, table.name, $0.name) }
        }
    }

    private func add(_ users: CatalogTarget?, to mapping: inout LedgerMapping, _ parts: inout [RecognisedPart]) {
        guard let users, let table = catalog.table(users.schema, users.table) else { return }
        var columns = ["user_id": users.column]
        if let email = table.columns.first(where: { ["email", "email_address"].contains(CommonName($0.name).snake) }) {
            columns["email"] = email.name
        }
        mapping.tables[.user] = MappedTable(schema: users.schema, users.table, columns)
        parts.append(RecognisedPart(.table(.user), table.qualifiedName, .likely))
    }

    /// What identifies a buyer, by the type of the column that says so.
    private func userIDType(of mapping: LedgerMapping) -> UserIDType {
        for view in [LedgerView.balance, .movement, .purchase, .user] {
            guard let mapped = mapping.tables[view], let name = mapped.columns["user_id"],
                let column = catalog.table(mapped.schema, mapped.name)?.column(name)
            else { continue }
            switch column.type.family {
            case .uuid: return .uuid
            case .integer: return .bigint
            default: return CommonName(name).words.contains("email") ? .email : .text
            }
        }
        return .uuid
    }

    private func addFunction(
        to mapping: inout LedgerMapping,
        _ parts: inout [RecognisedPart],
        _ questions: inout [String],
        _ remarks: inout [String]
    ) {
        let judgement = FunctionJudgement(
            balance: mapping.tables[.balance],
            movement: mapping.tables[.movement],
            userIDType: mapping.userIDType
        )
        let ranked = catalog.functions.compactMap(judgement.match)
            .sorted { ($1.score, $0.function.signature) < ($0.score, $1.function.signature) }
        guard let best = ranked.first else {
            if let reason = judgement.reasonForNone(in: catalog.functions) { remarks.append(reason) }
            return
        }
        let equals = ranked.dropFirst().filter { $0.score == best.score }
        guard equals.isEmpty else {
            let names = ([best] + equals).map(\.function.signature).joined(separator: " and ")
            questions.append("\(names) fit equally well as the function that grants: write it under ledger.function.")
            return
        }
        let close = ranked.dropFirst().filter { best.score - $0.score < Self.clearMargin }
        mapping.function = best.granting
        questions += best.questions
        remarks += best.remarks
        parts.append(
            RecognisedPart(
                .function,
                best.function.signature,
                close.isEmpty && best.questions.isEmpty && best.score >= Self.clearScore ? .likely : .unsure,
                alternatives: close.map(\.function.signature)
            )
        )
    }
}
