import Reconciliation

/// A part of a list that is read by itself: a span of `created`, and how far it has been read.
///
/// A value that can be stored: a run that was killed goes on from the last slice it kept.
public struct ListSlice: Hashable, Sendable, Codable {
    /// The last record that was read.
    public struct Cursor: Hashable, Sendable, Codable {
        /// Its id, which Stripe's `starting_after` takes.
        public let id: String
        /// Its `created`, where reading goes on should the object be gone by then.
        public let created: Instant

        /// The record of that id and time.
        public init(id: String, created: Instant) {
            self.id = id
            self.created = created
        }
    }

    /// The kind that is listed.
    public let kind: RecordKind
    /// The span of `created`, half-open; nil for all time.
    public internal(set) var created: Range<Instant>?
    /// What narrows the list further.
    public let filters: [ListFilter]
    /// The last record that was read; nil at the beginning. Lists are newest first, so what is left lies before it.
    public internal(set) var cursor: Cursor?
    /// Whether all of it has been read.
    public internal(set) var isComplete = false

    /// A slice of which nothing has been read.
    public init(_ kind: RecordKind, created: Range<Instant>? = nil, filters: [ListFilter] = []) {
        self.kind = kind
        self.created = created
        self.filters = filters
    }

    /// Its parameters but for the page's size.
    var query: [ListFilter] {
        var query = filters
        if let created, kind.listsByCreation {
            query.append(ListFilter("created[gte]", "\(created.lowerBound.secondsSinceEpoch)"))
            query.append(ListFilter("created[lt]", "\(created.upperBound.secondsSinceEpoch)"))
        }
        if let cursor { query.append(ListFilter("starting_after", cursor.id)) }
        return query
    }
}
