/// The guard as it would be made on this ledger.
public struct GuardPlan: Hashable, Sendable {
    /// The index's name, as SQL writes it.
    public let index: String
    /// The statement that makes it; it locks nobody out, and cannot run inside a transaction.
    public let creation: String
    /// The statement that removes what an attempt that failed leaves behind.
    public let removal: String
    /// Whether rows before today are left out, because some of their references were granted more than once.
    public let beginsToday: Bool
    /// The references that were granted more than once, the first few.
    public let duplicates: [GuardFacts.Duplicate]

    /// How every guard's name ends, by which its refusals are told from those of the application's own indexes.
    static let nameSuffix = "tieout_guard"
}

/// Why there can be no guard.
public enum GuardObstacle: Error, Hashable, Sendable {
    /// The ledger has no journal with a reference, or it is a view.
    case noJournal
    /// References were granted more than once, and the journal does not say when, so that no later row can be told apart.
    case duplicatesWithoutTime([GuardFacts.Duplicate])
}

extension PostgresLedger {
    /// How the guard would be made; nil where it is there already.
    ///
    /// - Throws: ``GuardObstacle``, ``PostgresError``.
    public func guardPlan() throws -> GuardPlan? {
        guard let journal = mapping.tables[.movement], let reference = journal.columns["reference_id"] else {
            throw GuardObstacle.noJournal
        }
        let facts = try guardFacts()
        guard facts?.index == nil else { return nil }
        let duplicates = facts?.duplicates ?? []
        let rows = try connection.query(
            .guardDefinition,
            [
                .text(journal.schema), .text(journal.name), .text(reference), .text(journal.columns["type"]),
                .text(journal.columns["credits"]), .text(journal.columns["created_at"]),
                .texts(journal.words["type"]?["purchase"] ?? ["purchase"]), .boolean(!duplicates.isEmpty),
            ]
        )
        guard let row = rows.first else { throw GuardObstacle.noJournal }
        let beginsToday = try row.boolean("begins_today")
        guard duplicates.isEmpty || beginsToday else { throw GuardObstacle.duplicatesWithoutTime(duplicates) }
        return GuardPlan(
            index: try row.text("index_name"),
            creation: try row.text("creation"),
            removal: try row.text("removal"),
            beginsToday: beginsToday,
            duplicates: duplicates
        )
    }

    /// Makes the guard, without locking the application out of its journal.
    ///
    /// What an attempt that failed leaves behind (an index that guards nothing) is removed.
    ///
    /// - Throws: ``PostgresError``.
    public func make(_ plan: GuardPlan) throws(PostgresError) {
        do throws(PostgresError) {
            try connection.execute(script: plan.removal, named: "guard_removal")
            try connection.execute(script: plan.creation, named: "guard_creation")
        } catch {
            if !needsConnection { try connection.execute(script: plan.removal, named: "guard_removal") }
            throw error
        }
    }
}

extension Statement {
    fileprivate static let guardDefinition = Statement(
        "guard_definition",
        embedded: PackageResources.guard_definition_sql
    )
}
