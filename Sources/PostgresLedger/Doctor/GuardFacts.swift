/// Whether the journal itself refuses a second grant of one reference.
public struct GuardFacts: Hashable, Sendable {
    /// The journal, as SQL names it.
    public var table: String
    /// The column of the reference.
    public var column: String
    /// The unique index that does; nil where there is none.
    public var index: String?
    /// References that more than one grant carries, the most granted first, with how many do; the first few.
    public var duplicates: [Duplicate]

    /// A reference that several grants carry.
    public struct Duplicate: Hashable, Sendable {
        /// The reference.
        public var reference: String
        /// How many grants carry it.
        public var movements: Int64
    }
}

extension PostgresLedger {
    /// Whether the journal has a guard, and what would be in the way of one; nil where no journal with a reference is
    /// mapped. Duplicates are looked for only where Tieout's views are there.
    ///
    /// - Throws: ``PostgresError``.
    public func guardFacts(listing limit: Int64 = 5) throws(PostgresError) -> GuardFacts? {
        guard let journal = mapping.tables[.movement], let column = journal.columns["reference_id"] else { return nil }
        let rows = try connection.query(
            .doctorGuard,
            [.text(journal.schema), .text(journal.name), .text(column)]
        )
        guard !rows.isEmpty else { return nil }
        var facts = GuardFacts(
            table: try rows[0].text("table_name"),
            column: column,
            index: try rows[0].optionalText("index_name"),
            duplicates: []
        )
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
}

extension Statement {
    fileprivate static let doctorGuard = Statement("doctor_guard", embedded: PackageResources.doctor_guard_sql)
    fileprivate static let doctorDuplicates = Statement(
        "doctor_duplicates",
        embedded: PackageResources.doctor_duplicates_sql
    )
}
