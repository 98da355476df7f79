import Reconciliation

/// What a look at the ledger found, apart from what was written down.
public struct Found: Sendable {
    /// How many findings there are.
    public var count = 0
    /// The findings that a correction answers, in the order in which they were found.
    public var correctable: [Finding] = []
}

/// Which sales a look at the ledger matches.
public enum Look: Sendable {
    /// All that are staged: the first look of a run.
    case first
    /// Those that the run has told of, and with them whatever it posted; the match of the others stays as the first look
    /// left it. Every rule is asked again of all of them. Reason: decision 0032.
    case second
}

extension PostgresLedger {
    /// Makes the three-way match and asks every rule, all of one moment of the ledger, and writes down what they find as it
    /// comes, over a connection of its own.
    ///
    /// The rules run after the transaction has been set to read only, so that a rule cannot write. No more than a portion
    /// of the findings is held, but for those that a correction answers: what is planned is a value.
    ///
    /// - Parameters:
    ///   - keys: under which keys the sessions' metadata says who bought what.
    ///   - look: which sales are matched.
    ///   - seenAt: when the findings count as seen; the second look of a run is dated after the first.
    /// - Throws: ``PostgresError``. What was written down by then stands: the run is incomplete and says so.
    public func findAndStore(
        run: RunID,
        period: Period,
        keys: MetadataKeys = MetadataKeys(),
        look: Look = .first,
        seenAt: Instant
    ) throws(PostgresError) -> Found {
        let books = try Connection(settings)
        books.fencing = fencing
        var portion: [Finding] = []
        var found = Found()
        try ask(run: run, period: period, keys: keys, look: look, now: nil) { finding throws(PostgresError) in
            found.count += 1
            if finding.kind.action != nil { found.correctable.append(finding) }
            portion.append(finding)
            guard portion.count == Self.findingsOfPortion else { return }
            try books.store(portion, run: run, now: seenAt)
            portion.removeAll(keepingCapacity: true)
        }
        try books.store(portion, run: run, now: seenAt)
        return found
    }

    /// Makes the match, asks every rule and hands over what they find, rule by rule in the order of ``FindingKind``, each
    /// rule's in its own order; nothing is written down.
    ///
    /// - Parameters:
    ///   - look: which sales are matched.
    ///   - now: the moment at which a sale counts as seen; the database's clock unless given.
    /// - Throws: ``PostgresError``.
    package func find(
        run: RunID,
        period: Period,
        keys: MetadataKeys = MetadataKeys(),
        look: Look = .first,
        now: Instant? = nil,
        each body: @Sendable (Finding) -> Void
    ) throws(PostgresError) {
        try ask(run: run, period: period, keys: keys, look: look, now: now) { finding throws(PostgresError) in
            body(finding)
        }
    }

    private func ask(
        run: RunID,
        period: Period,
        keys: MetadataKeys,
        look: Look,
        now: Instant?,
        _ body: (Finding) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let connection = try connection
        try connection.transaction(isolation: .repeatableRead) { () throws(PostgresError) in
            let start = ContinuousClock.now
            statementDurations = []
            try connection.query(.findSettings)
            switch look {
            case .first:
                try connection.query(.matchClear)
                try connection.query(
                    .matchBegin,
                    [.text(run.text), .instant(period.since), .instant(period.cutOff)]
                )
            case .second: try timed(.matchAgain, [.text(run.text)], on: connection)
            }
            for statement in Statement.beforeMatch { try timed(statement, on: connection) }
            try timed(.match, keys.matchParameters, on: connection)
            for statement in Statement.afterMatch { try timed(statement, on: connection) }
            try timed(.firstPaidForget, on: connection)
            try timed(.firstPaidNote, [.instant(now)], on: connection)
            for statement in Statement.afterFirstPaid { try timed(statement, on: connection) }
            matchDuration = .now - start
            try connection.query("SET TRANSACTION READ ONLY")
            for kind in FindingKind.allCases {
                try timed(.rule(kind), on: connection) { row throws(PostgresError) in
                    try body(try Finding(rule: kind, row: row))
                }
            }
        }
    }

    /// Findings that are held and written down at once.
    static var findingsOfPortion: Int { 250 }

    /// Runs a statement, hands over its rows as they arrive, and notes how long that took.
    private func timed(
        _ statement: Statement,
        _ parameters: [Parameter] = [],
        on connection: Connection,
        _ body: (Row) throws(PostgresError) -> Void = { _ in }
    ) throws(PostgresError) {
        let start = ContinuousClock.now
        try connection.forEachRow(of: statement, parameters, body)
        statementDurations.append((statement.name, .now - start))
    }
}

extension Statement {
    fileprivate static let findSettings = Statement("find_settings", embedded: PackageResources.find_settings_sql)
    fileprivate static let firstPaidForget = Statement(
        "first_paid_forget",
        embedded: PackageResources.first_paid_forget_sql
    )
    fileprivate static let firstPaidNote = Statement("first_paid_note", embedded: PackageResources.first_paid_note_sql)

    fileprivate static let matchAgain = Statement("match_again", embedded: PackageResources.match_again_sql)

    /// The steps before the match; each reads what the ones before it made.
    static let beforeMatch = [
        Statement("match_1_ledger_reference", embedded: PackageResources.match_1_ledger_reference_sql),
        Statement("match_2_session_key", embedded: PackageResources.match_2_session_key_sql),
        Statement("analyze_references", embedded: PackageResources.analyze_references_sql),
        Statement("match_3_evidence", embedded: PackageResources.match_3_evidence_sql),
        Statement("analyze_evidence", embedded: PackageResources.analyze_evidence_sql),
    ]
    /// The match itself.
    static let match = Statement("match_4_match", embedded: PackageResources.match_4_match_sql)
    /// What the match itself cannot say, because it has to be read for it.
    static let afterMatch = [
        Statement("analyze_match", embedded: PackageResources.analyze_match_sql),
        Statement("match_5_ambiguous", embedded: PackageResources.match_5_ambiguous_sql),
    ]
    /// What depends on which sales were first seen paid when.
    static let afterFirstPaid = [
        Statement("analyze_first_paid", embedded: PackageResources.analyze_first_paid_sql),
        Statement("match_6_late_webhook", embedded: PackageResources.match_6_late_webhook_sql),
    ]
}
