import Reconciliation

/// Whether the journal itself refuses a second grant of one reference.
public struct GuardFacts: Hashable, Sendable {
    /// The journal, as SQL names it.
    public var table: String
    /// The column of the reference.
    public var column: String
    /// The unique index that does, by its condition; nil where there is none.
    public var index: Index?
    /// The unique index that is there and leaves out some of the purchases that were asked about; nil where there is none.
    public var insufficient: Index?
    /// References that more than one grant carries, the most granted first, with how many do; the first few.
    public var duplicates: [Duplicate]

    /// A unique index on the reference.
    public struct Index: Hashable, Sendable {
        /// Its name, as SQL writes it.
        public var name: String
        /// Its name alone, as errors have it.
        public var constraint: String
        /// The rows that it is for; nil for all.
        public var condition: String?
    }

    /// A reference that several grants carry.
    public struct Duplicate: Hashable, Sendable {
        /// The reference.
        public var reference: String
        /// How many grants carry it.
        public var movements: Int64
    }

    /// What is known of the guard, with what became of a second grant where that was tried.
    public func standing(after repetition: GrantTrial.Repetition? = nil) -> GuardStanding {
        guard let index else {
            return .notInForce(
                insufficient.map { insufficient in
                    "the unique index \(insufficient.name) leaves purchases out: its condition is "
                        + (insufficient.condition ?? "none")
                }
            )
        }
        switch repetition {
        case nil: return .covering(index: index.name)
        case .refused(let constraint) where constraint.hasPrefix(index.constraint): return .tried(index: index.name)
        case .gaveNothing: return .tried(index: index.name)
        case .refused(let other):
            return .notInForce(
                "in the trial a second grant of one reference was refused by \(other), not by the unique index \(index.name)"
            )
        case .granted:
            return .notInForce(
                "in the trial the unique index \(index.name) let a second grant of one reference through"
            )
        case .failed(let message):
            return .notInForce(
                "in the trial a second grant of one reference failed otherwise than at the unique index \(index.name): "
                    + message
            )
        }
    }
}

extension PostgresLedger {
    /// Whether the journal has a guard, and what would be in the way of one; nil where no journal with a reference is
    /// mapped. Duplicates are looked for only where Tieout's views are there.
    ///
    /// The server itself evaluates each index's condition on the movements that a late webhook would write.
    ///
    /// - Parameter grants: the grants that it has to guard; by default one of a test and one of a live session.
    /// - Throws: ``PostgresError``.
    public func guardFacts(
        for grants: [Correction] = [],
        listing limit: Int64 = 5
    ) throws(PostgresError) -> GuardFacts? {
        guard let journal = mapping.tables[.movement], let column = journal.columns["reference_id"] else { return nil }
        let rows = try connection.query(
            .doctorGuard,
            [.text(journal.schema), .text(journal.name), .text(column)]
        )
        guard !rows.isEmpty else { return nil }
        var facts = GuardFacts(table: try rows[0].text("table_name"), column: column, duplicates: [])
        let movements = GuardedMovements(of: grants, mapping: mapping, now: try databaseNow()).json
        for row in rows {
            guard let name = try row.optionalText("index_name") else { continue }
            let index = GuardFacts.Index(
                name: name,
                constraint: try row.text("relation_name"),
                condition: try row.optionalText("condition")
            )
            if try holds(row, for: movements) {
                facts.index = index
                break
            }
            facts.insufficient = facts.insufficient ?? index
        }
        guard facts.index == nil, try pendingMigrations().isEmpty else { return facts }
        for row in try connection.query(.doctorDuplicates, [.integer(limit)]) {
            facts.duplicates.append(
                GuardFacts.Duplicate(
                    reference: try row.text("reference_id"),
                    movements: try row.integer("movements")
                )
            )
        }
        return facts
    }

    /// Whether an index's condition holds for all of the movements; what the server cannot evaluate does not.
    private func holds(_ index: Row, for movements: String) throws(PostgresError) -> Bool {
        guard try index.optionalText("condition") != nil else { return true }
        let question = try Statement("guard_question", writtenByServer: index, column: "question", isPrepared: false)
        do throws(PostgresError) {
            return try connection.query(question, [.json(movements)])[0].boolean("holds")
        } catch {
            guard case .server(let refusal) = error, !refusal.sqlState.isTransient else { throw error }
            return false
        }
    }
}

/// The movements that a late webhook would write for grants, as far as the mapping knows them.
private struct GuardedMovements {
    /// A JSON array of rows by the application's own names of columns.
    let json: String

    init(of grants: [Correction], mapping: LedgerMapping, now: Instant) {
        let journal = mapping.tables[.movement]
        let words = journal?.words["type"]?["purchase"] ?? ["purchase"]
        let passed = mapping.function?.arguments.map(\.source).filter(\.isReference) ?? []
        let sources = passed.isEmpty ? [.sessionID] : passed
        var rows: [[String: String]] = []
        for values in (grants.isEmpty ? TrialFacts.examples(mapping) : grants)
            .map({ GrantValues(guarding: $0, mapping: mapping) })
        {
            for source in sources {
                for word in words {
                    let row = [
                        "reference_id": values.value(of: source, newBalance: nil),
                        "user_id": values.buyer.key,
                        "credits": String(values.credits * (journal?.unitsPerCredit ?? 1)),
                        "type": word,
                        // A late webhook comes after now; a guard may begin this very second.
                        "created_at": (now + 1).rfc3339,
                    ]
                    rows.append(
                        row.reduce(into: [:]) { named, value in
                            if let column = journal?.columns[value.key] { named[column] = value.value }
                        }
                    )
                }
            }
        }
        json = PostgresLedger.json(rows)
    }
}

extension ArgumentSource {
    /// Whether it is an id of the sale's, under which its movement may stand in the journal.
    fileprivate var isReference: Bool {
        switch self {
        case .sessionID, .paymentIntentID, .eventID, .chargeID, .invoiceID, .sessionUUID: true
        default: false
        }
    }
}

extension GrantValues {
    /// What is known of a grant before the ledger is asked for anything; ids that only the stage knows are examples.
    fileprivate init(guarding grant: Correction, mapping: LedgerMapping) {
        self.init(
            correction: grant,
            mapping: mapping,
            run: RunID(startedAt: Instant(secondsSinceEpoch: 0), command: "guard", suffix: 0),
            buyer: (grant.userID ?? "", nil),
            invoice: TrialFacts.invoice,
            event: TrialFacts.event
        )
    }
}

extension Statement {
    fileprivate static let doctorGuard = Statement("doctor_guard", embedded: PackageResources.doctor_guard_sql)
    fileprivate static let doctorDuplicates = Statement(
        "doctor_duplicates",
        embedded: PackageResources.doctor_duplicates_sql
    )
}
