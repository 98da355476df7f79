import Reconciliation

/// The stage: this run's records, in unlogged tables of schema `tieout`.
extension PostgresLedger {
    /// Empties the stage.
    ///
    /// - Throws: ``PostgresError``.
    public func clearStage() throws(PostgresError) {
        pendingRows.removeAll()
        try connection.query(.stageClear)
    }

    /// Stages the records of a page.
    ///
    /// They are collected and copied about a megabyte at a time, because a COPY of its own for each hundred records
    /// costs as much as the records. Whatever is asked of this ledger next sees them.
    ///
    /// - Throws: ``PostgresError``, also for records of an earlier page that were still to be copied.
    public func stage(_ page: RecordPage) throws(PostgresError) {
        pendingRows.append(page)
        guard pendingRows.isFull(page.kind), let session, !session.isLost else { return }
        try pendingRows.copy(page.kind, over: session)
    }

    /// Completes the stage: copies what is collected, keeps one of each object that was read twice, and has the server
    /// look at what it got, so that it plans the joins well.
    ///
    /// - Throws: ``PostgresError``.
    public func finishStage() throws(PostgresError) {
        let connection = try connection
        for kind in RecordKind.allCases { try connection.query(.stageFold(kind)) }
        try connection.query(.stageAnalyze)
    }
}

/// Records that are still to be copied: one buffer a kind, used again and again.
struct PendingRows {
    private static let fullBytes = 1 << 20
    private var buffers: [RecordKind: BinaryRows] = [:]

    mutating func append(_ page: RecordPage) {
        buffers[page.kind, default: BinaryRows(capacity: Self.fullBytes + Self.fullBytes / 4)].append(page)
    }

    func isFull(_ kind: RecordKind) -> Bool { (buffers[kind]?.byteCount ?? 0) >= Self.fullBytes }

    mutating func removeAll() { buffers.removeAll() }

    /// Copies what there is of a kind and keeps the memory. If the server refuses, nothing of it is kept on either side.
    mutating func copy(_ kind: RecordKind, over connection: Connection) throws(PostgresError) {
        guard (buffers[kind]?.count ?? 0) > 0, var rows = buffers.removeValue(forKey: kind) else { return }
        defer {
            rows.removeAll()
            buffers[kind] = rows
        }
        try connection.copy(rows, into: .stageCopy(kind))
    }

    /// Copies what there is of every kind.
    mutating func copyAll(over connection: Connection) throws(PostgresError) {
        for kind in RecordKind.allCases { try copy(kind, over: connection) }
    }
}
