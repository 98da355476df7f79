import Reconciliation

extension PostgresLedger {
    /// Empties the stage and says what run and period the next records belong to.
    ///
    /// - Throws: ``PostgresError``.
    public func beginScope(run: RunID, period: Period) throws(PostgresError) {
        let connection = try connection
        try connection.transaction { () throws(PostgresError) in
            try connection.query(.matchClear)
            try connection.query(.lookedUpClear)
            try connection.query(
                .matchBegin,
                [.text(run.text), .instant(period.since), .instant(period.cutOff)]
            )
        }
    }

    /// What has to be asked for by id before anything can be said of it: at most `limit`, none twice.
    ///
    /// - Parameters:
    ///   - limit: the most references.
    ///   - keys: by which the sessions are told whose buyer only their customer may name.
    ///   - books: what of Tieout's and the ledger's books leads to further objects.
    /// - Throws: ``PostgresError``.
    public func unresolvedReferences(
        limit: Int,
        keys: MetadataKeys = MetadataKeys(),
        books: BooksToFollow = .all
    ) throws(PostgresError) -> [UnresolvedReference] {
        let rows = try connection.query(
            .unresolvedReferences,
            [.integer(Int64(limit))] + keys.lookUpParameters + books.parameters
        )
        var references: [UnresolvedReference] = []
        for row in rows {
            guard let kind = RecordKind(rawValue: try row.text("record_kind")) else {
                throw .decoding(
                    statement: "unresolved_references",
                    column: "record_kind",
                    problem: "is no kind of record"
                )
            }
            references.append(UnresolvedReference(kind: kind, stripeID: try row.text("stripe_id")))
        }
        return references
    }

    /// Whether the application keeps subscription state, so that subscriptions are worth listing.
    ///
    /// - Throws: ``PostgresError``.
    public func keepsSubscriptions() throws(PostgresError) -> Bool {
        try connection.query(.viewIsMapped, [.text(LedgerView.subscription.rawValue)])[0].boolean("is_mapped")
    }

    /// Notes what Stripe answered when it was asked for that id; `isKnown` is false for “no such object”.
    ///
    /// - Throws: ``PostgresError``.
    public func noteLookUp(of stripeID: String, isKnown: Bool) throws(PostgresError) {
        try connection.query(.lookedUpInsert, [.text(stripeID), .boolean(isKnown)])
    }
}

/// What of the books a run reads by id, beside what its own records lead to.
public enum BooksToFollow: Hashable, Sendable {
    /// All open items, and the sessions that the period's ledger rows name.
    case all
    /// The same, but for open items that were looked at since then: an earlier part of the same work has examined them.
    case itemsLookedAt(before: Instant)
    /// Nothing: only what was asked for is judged.
    case nothing

    fileprivate var parameters: [Parameter] {
        switch self {
        case .all: [.boolean(true), .instant(nil)]
        case .itemsLookedAt(let before): [.boolean(true), .instant(before)]
        case .nothing: [.boolean(false), .instant(nil)]
        }
    }
}

/// An id that stands in the ledger or on a charge and belongs to nothing that was listed.
public struct UnresolvedReference: Hashable, Sendable {
    /// What to ask for: an object of this kind by this id; for a payment intent the session or invoice that it pays;
    /// for a charge by the id of a payment intent the charges of that.
    public let kind: RecordKind
    /// The id to ask by.
    public let stripeID: String

    /// A reference to that.
    public init(kind: RecordKind, stripeID: String) { (self.kind, self.stripeID) = (kind, stripeID) }
}

extension Statement {
    static let matchClear = Statement("match_clear", embedded: PackageResources.match_clear_sql)
    static let lookedUpClear = Statement("looked_up_clear", embedded: PackageResources.looked_up_clear_sql)
    static let matchBegin = Statement("match_begin", embedded: PackageResources.match_begin_sql)
    fileprivate static let viewIsMapped = Statement("view_is_mapped", embedded: PackageResources.view_is_mapped_sql)
    static let lookedUpInsert = Statement("looked_up_insert", embedded: PackageResources.looked_up_insert_sql)
    static let unresolvedReferences = Statement(
        "unresolved_references",
        embedded: PackageResources.unresolved_references_sql
    )
}
