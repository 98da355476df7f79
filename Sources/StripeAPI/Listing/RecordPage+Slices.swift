import Reconciliation

extension RecordPage {
    /// Where the next page begins; nil for a page without records.
    var lastRecord: ListSlice.Cursor? {
        count == 0 ? nil : ListSlice.Cursor(id: id(row: count - 1), created: created(row: count - 1))
    }

    /// Ids of the records at its end that were created in that second.
    func ids(createdAt second: Instant) -> Set<String> {
        Set((0..<count).reversed().prefix { created(row: $0) == second }.map(id))
    }

    /// The page with those of its rows that are to be kept, each id once among the rows of its second.
    ///
    /// Ids are compared within a second only: comparing all of them costs as much as reading the page, and staging keeps
    /// one of each anyway.
    func keeping(_ isKept: (Int) -> Bool) -> RecordPage {
        let rows = (0..<count).filter { isKept($0) && !repeatsEarlierRow($0) }
        guard rows.count < count else { return self }
        let width = RecordSchema.of(kind).columns.count
        let kept = rows.flatMap { cells[$0 * width..<($0 + 1) * width] }
        return RecordPage(kind: kind, cells: kept, bytes: bytes, hasMore: hasMore, requestID: requestID)
    }

    private func repeatsEarlierRow(_ row: Int) -> Bool {
        var earlier = row - 1
        while earlier >= 0, created(row: earlier) == created(row: row) {
            if id(row: earlier) == id(row: row) { return true }
            earlier -= 1
        }
        return false
    }
}
