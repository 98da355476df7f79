import Reconciliation

/// Reads a slice page by page to its end, and sees that it is one: no page twice, no end that is none.
public struct ListWalk: Sendable {
    /// The slice, as far as it has been read.
    public private(set) var slice: ListSlice

    private let client: StripeClient
    private let decoder: RecordDecoder
    private var previousIDs: Set<String> = []
    private var cursors: Set<String> = []

    init(_ slice: ListSlice, client: StripeClient) {
        self.slice = slice
        self.client = client
        decoder = RecordDecoder(slice.kind)
    }

    /// The next page, without records that the page before already held; nil behind the last.
    ///
    /// - Throws: ``StripeError``; ``StripeError/brokenList(request:reason:)`` when the list runs in a circle.
    public mutating func nextPage() async throws(StripeError) -> RecordPage? {
        guard !slice.isComplete else { return nil }
        let page = try await readPage()
        guard let last = page.cursor else {
            slice.isComplete = true
            return page
        }
        guard cursors.insert(last.id).inserted else {
            throw .brokenList(
                request: StripeRequest(slice, limit: StripeClient.pageLimit).description,
                reason: "its pages repeat from \(last.id) on"
            )
        }
        let kept = page.keeping { row, id in
            !previousIDs.contains(id) && isInSpan(page.created(row: row))
        }
        previousIDs = page.ids
        slice.cursor = last
        slice.isComplete = !page.hasMore || isBeforeSpan(last.created)
        return kept
    }

    /// Asks for the page behind the cursor; should the cursor's object be gone, for what is as old as it or older.
    private mutating func readPage() async throws(StripeError) -> RecordPage {
        do {
            return try await client.read(StripeRequest(slice, limit: StripeClient.pageLimit), by: decoder)
        } catch .refused(let answer)
            where answer.code == "resource_missing" && answer.parameter == "starting_after"
            && slice.kind.listsByCreation
        {
            guard let cursor = slice.cursor else { throw .refused(answer) }
            let start = slice.created?.lowerBound ?? Instant(secondsSinceEpoch: 0)
            slice.created = start..<max(start, cursor.created + 1)
            slice.cursor = nil
            return try await client.read(StripeRequest(slice, limit: StripeClient.pageLimit), by: decoder)
        }
    }

    // Lists that Stripe cannot cut to a span are cut here; they are newest first, so they end below it.

    private func isInSpan(_ instant: Instant) -> Bool {
        slice.kind.listsByCreation || slice.created?.contains(instant) ?? true
    }

    private func isBeforeSpan(_ instant: Instant) -> Bool {
        guard let created = slice.created, !slice.kind.listsByCreation else { return false }
        return instant < created.lowerBound
    }
}

extension RecordPage {
    fileprivate var cursor: ListSlice.Cursor? {
        count == 0 ? nil : ListSlice.Cursor(id: id(row: count - 1), created: created(row: count - 1))
    }

    fileprivate var ids: Set<String> { Set((0..<count).map(id)) }

    /// The page with those of its records that are to be kept, each id once.
    fileprivate func keeping(_ isKept: (Int, String) -> Bool) -> RecordPage {
        var seen: Set<String> = []
        let rows = (0..<count).filter { row in
            let id = id(row: row)
            return isKept(row, id) && seen.insert(id).inserted
        }
        guard rows.count < count else { return self }
        let width = RecordSchema.of(kind).columns.count
        let kept = rows.flatMap { cells[$0 * width..<($0 + 1) * width] }
        return RecordPage(kind: kind, cells: kept, bytes: bytes, hasMore: hasMore, requestID: requestID)
    }
}
