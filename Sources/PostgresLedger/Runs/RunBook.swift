import Reconciliation

/// A run as the books keep it.
public struct RunRecord: Hashable, Sendable {
    /// Its name.
    public let id: String
    /// The command that made it: `nightly`, `manual`.
    public let command: String
    /// How it ended; `running` also for one that was killed.
    public let status: RunStatus
    /// The exit status, once it ended.
    public let exitStatus: Int64?
    /// What it examined.
    public let since: Instant
    /// The first instant that it left out.
    public let cutOff: Instant
    /// Whether it was to post corrections.
    public let applied: Bool
    /// When it began.
    public let startedAt: Instant
    /// When it ended.
    public let finishedAt: Instant?
    /// `summary.json`, once it ended.
    public let summary: String?
}

/// What the books know of a run's plan.
public enum PublishedPlan: Hashable, Sendable {
    /// There is no such run on this ledger.
    case unknownRun
    /// The run did not come to the end at which its plan is published.
    case none
    /// The run published a plan of that hash.
    case published(hash: String)
}

/// Runs and the watermark, in Tieout's own books.
extension PostgresLedger {
    /// Writes down that a run began.
    ///
    /// - Throws: ``PostgresError``.
    public func beginRun(
        _ id: RunID,
        command: String,
        period: Period,
        applies: Bool,
        startedAt: Instant,
        toolVersion: String,
        startedBy: String,
        applied: AppliedPlan? = nil
    ) throws(PostgresError) {
        try connection.change(
            .runBegin,
            [
                .text(id.text), .text(command), .instant(period.since), .instant(period.cutOff), .boolean(applies),
                .instant(startedAt), .text(toolVersion), .text(startedBy), .text(applied?.plan.text),
                .text(applied?.approvedBy),
            ]
        )
    }

    /// Writes down how a run ended, and the hash of the plan that it published.
    ///
    /// - Throws: ``PostgresError``.
    public func endRun(
        _ id: RunID,
        status: RunStatus,
        exitStatus: Int32,
        finishedAt: Instant,
        summary: String?,
        planHash: String? = nil
    ) throws(PostgresError) {
        try connection.change(
            .runEnd,
            [
                .text(id.text), .text(status.rawValue), .integer(Int64(exitStatus)), .instant(finishedAt),
                .json(summary), .text(planHash),
            ]
        )
    }

    /// Puts another exit status in the place of the one that a run was written down with: it ended otherwise after all.
    ///
    /// - Throws: ``PostgresError``.
    public func setExitStatus(_ exitStatus: Int32, of run: RunID) throws(PostgresError) {
        try connection.change(.runExitStatus, [.text(run.text), .integer(Int64(exitStatus))])
    }

    /// What the books know of the plan of a run: whether the run is in them, and the hash of what it published.
    ///
    /// - Throws: ``PostgresError``.
    public func plan(of run: RunID) throws(PostgresError) -> PublishedPlan {
        let rows = try connection.query(.runPlanHash, [.text(run.text)])
        guard !rows.isEmpty else { return .unknownRun }
        return try rows[0].optionalText("plan_hash").map { .published(hash: $0) } ?? .none
    }

    /// The newest runs first.
    ///
    /// - Throws: ``PostgresError``.
    public func runs(limit: Int) throws(PostgresError) -> [RunRecord] {
        var runs: [RunRecord] = []
        for row in try connection.query(.runList, [.integer(Int64(limit))]) { runs.append(try RunRecord(row)) }
        return runs
    }

    /// The cut-off that a run goes on from; nil before the first.
    ///
    /// What was only planned is still to be posted, so a run that posts follows the last one that posted; a plan follows
    /// the last run of either kind.
    ///
    /// - Throws: ``PostgresError``.
    public func watermark(applies: Bool) throws(PostgresError) -> Instant? {
        var latest: Instant?
        for name in applies ? [Self.watermarkName(applies: true)] : [true, false].map(Self.watermarkName) {
            let rows = try connection.query(.watermarkRead, [.text(name)])
            guard !rows.isEmpty else { continue }
            let cutOff = try rows[0].instant("cut_off")
            latest = max(latest ?? cutOff, cutOff)
        }
        return latest
    }

    /// Moves the watermark of the runs that post, or of those that plan; never backwards.
    ///
    /// - Throws: ``PostgresError``.
    public func moveWatermark(to cutOff: Instant, run: RunID, applies: Bool) throws(PostgresError) {
        try connection.change(
            .watermarkMove,
            [.text(Self.watermarkName(applies: applies)), .instant(cutOff), .text(run.text)]
        )
    }

    /// Puts on the list what the next runs have to look at again, and takes off what was examined.
    ///
    /// - Throws: ``PostgresError``.
    public func renewOpenItems(now: Instant) throws(PostgresError) {
        let connection = try connection
        try connection.transaction { () throws(PostgresError) in
            try connection.query(.openItemExamine)
            try connection.query(.openItemStore, [.instant(now)])
            try connection.query(.openItemClose)
        }
    }

    private static func watermarkName(applies: Bool) -> String { applies ? "applied" : "planned" }
}

extension RunRecord {
    fileprivate init(_ row: Row) throws(PostgresError) {
        id = try row.text("run_id")
        command = try row.text("command")
        status = RunStatus(rawValue: try row.text("status")) ?? .failed
        exitStatus = try row.optionalInteger("exit_status")
        since = try row.instant("since")
        cutOff = try row.instant("cut_off")
        applied = try row.boolean("applied")
        startedAt = try row.instant("started_at")
        finishedAt = try row.optionalInstant("finished_at")
        summary = try row.optionalText("summary")
    }
}

extension Statement {
    static let runBegin = Statement("run_begin", embedded: PackageResources.run_begin_sql)
    static let runPlanHash = Statement("run_plan_hash", embedded: PackageResources.run_plan_hash_sql)
    static let runEnd = Statement("run_end", embedded: PackageResources.run_end_sql)
    static let runExitStatus = Statement("run_exit_status", embedded: PackageResources.run_exit_status_sql)
    static let runList = Statement("run_list", embedded: PackageResources.run_list_sql)
    static let watermarkRead = Statement("watermark_read", embedded: PackageResources.watermark_read_sql)
    static let watermarkMove = Statement("watermark_move", embedded: PackageResources.watermark_move_sql)
    static let openItemExamine = Statement("open_item_examine", embedded: PackageResources.open_item_examine_sql)
    static let openItemClose = Statement("open_item_close", embedded: PackageResources.open_item_close_sql)
    static let openItemStore = Statement("open_item_store", embedded: PackageResources.open_item_store_sql)
}
