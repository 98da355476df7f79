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

extension ListSlice {
    /// A list of a span, or what an earlier run left of it.
    ///
    /// What no stored slice covers is a slice of its own: a killed run may have cut one and stored only half of that.
    ///
    /// - Returns: the stored slices under their numbers, then the uncovered parts.
    public static func remaining(
        of kind: RecordKind,
        created: Range<Instant>,
        filters: [ListFilter],
        stored: [SliceProgress]
    ) -> [ListSlice] {
        let slices = stored.map { progress in
            var slice = ListSlice(kind, created: progress.created, filters: filters)
            if let id = progress.cursorID, let created = progress.cursorCreated {
                slice.cursor = Cursor(id: id, created: created)
            }
            slice.isComplete = progress.isComplete
            return slice
        }
        var uncovered: [ListSlice] = []
        var reached = created.lowerBound
        for span in stored.map(\.created).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if reached < span.lowerBound {
                uncovered.append(ListSlice(kind, created: reached..<span.lowerBound, filters: filters))
            }
            reached = max(reached, span.upperBound)
        }
        if reached < created.upperBound {
            uncovered.append(ListSlice(kind, created: reached..<created.upperBound, filters: filters))
        }
        return slices + uncovered
    }
}

extension SliceProgress {
    /// How far a slice has been read; nil for a list of all time.
    init?(_ slice: ListSlice, number: Int) {
        guard let created = slice.created else { return nil }
        self.init(
            number: number,
            kind: slice.kind,
            created: created,
            cursorID: slice.cursor?.id,
            cursorCreated: slice.cursor?.created,
            isComplete: slice.isComplete
        )
    }
}
