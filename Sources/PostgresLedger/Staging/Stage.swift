import Reconciliation

/// The stage: this run's records, in unlogged tables of schema `tieout`.
extension PostgresLedger {
    /// Empties the stage.
    ///
    /// - Throws: ``PostgresError``.
    public func clearStage() throws(PostgresError) {
        pendingRows.removeAll()
        let connection = try connection
        try connection.transaction { () throws(PostgresError) in
            try connection.query(.stageClear)
            try connection.query(.sliceClear)
        }
    }

    /// Stages the records of a page, and with them how far their list has been read: of the slice that it is a page of,
    /// and of those that gave a part away meanwhile. They are stored together, or a kill in between could leave two
    /// slices that cover the same time.
    ///
    /// They are collected and copied about half a megabyte at a time, because a COPY of its own for each hundred records
    /// costs as much as the records. Whatever is asked of this ledger next sees them.
    ///
    /// - Throws: ``PostgresError``, also for records of an earlier page that were still to be copied.
    public func stage(_ page: RecordPage, progress: [SliceProgress] = []) throws(PostgresError) {
        pendingRows.append(page, progress)
        guard pendingRows.areDue(page.kind), let session, !session.isLost else { return }
        try pendingRows.copy(page.kind, over: session)
    }

    /// Completes the stage: copies what is collected, keeps one of each object that was read twice, and has the server
    /// look at what it got, so that it plans the joins well.
    ///
    /// - Throws: ``PostgresError``.
    public func finishStage() throws(PostgresError) {
        let connection = try connection
        // Empty by now; what they have room for is not needed any more.
        pendingRows.removeAll()
        for kind in RecordKind.allCases { try connection.query(.stageFold(kind)) }
        try connection.query(.stageAnalyze)
    }
}
