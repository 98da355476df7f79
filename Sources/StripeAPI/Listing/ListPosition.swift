import Reconciliation

/// Where in a list a page begins, and which records of that second are known already.
///
/// Within one second ids have no order of their own, so these few tell a page that repeats from one that goes on.
/// Nothing older is kept: a position needs as much memory for a million records as for a hundred.
struct ListPosition: Hashable, Sendable {
    /// The last record that was read.
    let cursor: ListSlice.Cursor
    /// Ids of records that were read and share the cursor's second, its own included.
    let seen: Set<String>

    /// What makes a page no page that follows this one; nil when it does.
    func flaw(of page: RecordPage) -> String? {
        guard page.count > 0 else { return nil }
        if page.created(row: 0) > cursor.created {
            return "its pages repeat: one after \(cursor.id) is newer than that"
        }
        let last = page.id(row: page.count - 1)
        return seen.contains(last) ? "its pages repeat from \(last) on" : nil
    }
}

extension RecordPage {
    /// The first record that is newer than the one before it, in a list that is said to be newest first.
    var firstOutOfOrder: String? {
        guard count > 1 else { return nil }
        return (1..<count).first { created(row: $0) > created(row: $0 - 1) }.map(id)
    }
}
