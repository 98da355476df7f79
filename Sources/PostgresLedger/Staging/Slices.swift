import Reconciliation

/// A collection that never came to its end: what is in the stage, and how far its lists were read.
public struct UnfinishedCollection: Hashable, Sendable {
    /// The run that was killed.
    public let run: String
    /// Its kind.
    public let command: String
    /// Whether it was to post.
    public let applies: Bool
    /// What it examined; the cut-off stays as it was frozen.
    public let period: Period
    /// How far it had read.
    public let slices: [SliceProgress]
}

extension PostgresLedger {
    /// What a killed run that began after `earliest` has left in the stage; nil when there is nothing to go on from.
    ///
    /// - Throws: ``PostgresError``.
    public func unfinishedCollection(since earliest: Instant) throws(PostgresError) -> UnfinishedCollection? {
        let rows = try connection.query(.scopeUnfinished, [.instant(earliest)])
        guard let row = rows.first else { return nil }
        var slices: [SliceProgress] = []
        for slice in try connection.query(.sliceList) { slices.append(try SliceProgress(slice)) }
        guard !slices.isEmpty,
            let period = try? Period(since: row.instant("since"), cutOff: row.instant("cut_off"))
        else { return nil }
        return UnfinishedCollection(
            run: try row.text("run_id"),
            command: try row.text("command"),
            applies: try row.boolean("applied"),
            period: period,
            slices: slices
        )
    }

    /// Makes what is in the stage that run's own, which reads on from those slices.
    ///
    /// - Throws: ``PostgresError``.
    public func adoptScope(run: RunID, slices: [SliceProgress]) throws(PostgresError) {
        let connection = try connection
        try connection.transaction { () throws(PostgresError) in
            try connection.query(.scopeAdopt, [.text(run.text)])
            try connection.query(.sliceClear)
            try connection.store(slices)
        }
    }

    /// Writes down of all other runs that never said how they ended that they were killed.
    ///
    /// - Precondition: this run holds the run lock.
    /// - Throws: ``PostgresError``.
    public func abandonOtherRuns(than run: RunID, now: Instant) throws(PostgresError) {
        try connection.change(.runAbandon, [.text(run.text), .instant(now)])
    }
}

extension PostgresLedger {
    /// Requires that the stage still holds what was collected: a server that crashed has emptied it, and whoever has
    /// connected again must not take that for a Stripe that sold nothing.
    ///
    /// - Throws: ``PostgresError/connectionLost(during:message:)`` where it is empty, so that the run is incomplete.
    public func requireStage() throws(PostgresError) {
        guard try connection.query(.sliceList).isEmpty else { return }
        throw .connectionLost(during: "posting", message: "the server has restarted, and what was collected is gone")
    }
}

extension Connection {
    /// Writes down how far slices were read.
    func store(_ slices: [SliceProgress]) throws(PostgresError) {
        try query(
            .sliceStore,
            [
                .integers(slices.map { Int64($0.number) }),
                .texts(slices.map(\.kind.rawValue)),
                .integers(slices.map(\.created.lowerBound.secondsSinceEpoch)),
                .integers(slices.map(\.created.upperBound.secondsSinceEpoch)),
                .texts(slices.map(\.cursorID)),
                .integers(slices.map { $0.cursorCreated?.secondsSinceEpoch }),
                .integers(slices.map { $0.isComplete ? 1 : 0 }),
            ]
        )
    }
}

extension SliceProgress {
    fileprivate init(_ row: Row) throws(PostgresError) {
        guard let kind = RecordKind(rawValue: try row.text("record_kind")) else {
            throw .decoding(statement: "slice_list", column: "record_kind", problem: "is no kind of record")
        }
        let (since, until) = (try row.instant("since"), try row.instant("until"))
        self.init(
            number: Int(try row.integer("number")),
            kind: kind,
            created: since..<max(since, until),
            cursorID: try row.optionalText("cursor_id"),
            cursorCreated: try row.optionalInstant("cursor_created"),
            isComplete: try row.boolean("is_complete")
        )
    }
}

extension Statement {
    static let sliceClear = Statement("slice_clear", embedded: PackageResources.slice_clear_sql)
    fileprivate static let sliceStore = Statement("slice_store", embedded: PackageResources.slice_store_sql)
    fileprivate static let sliceList = Statement("slice_list", embedded: PackageResources.slice_list_sql)
    fileprivate static let scopeUnfinished = Statement(
        "scope_unfinished",
        embedded: PackageResources.scope_unfinished_sql
    )
    fileprivate static let scopeAdopt = Statement("scope_adopt", embedded: PackageResources.scope_adopt_sql)
    fileprivate static let runAbandon = Statement("run_abandon", embedded: PackageResources.run_abandon_sql)
}
