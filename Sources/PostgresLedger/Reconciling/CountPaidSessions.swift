import Reconciliation

extension PostgresLedger {
    /// Counts what became of the paid sessions of the run's period, as they stand after posting.
    ///
    /// Call it after the run's last look: it reads the match and the findings that the run saw.
    ///
    /// - Parameters:
    ///   - plan: what the run planned; a correction that it allows and did not post is one that `--apply` would post.
    ///   - countsAll: whether all staged sales count, whenever they were paid: of a run over single objects.
    /// - Throws: ``PostgresError``.
    public func paidSessions(
        under plan: CorrectionPlan,
        countsAll: Bool = false
    ) throws(PostgresError) -> PaidSessions {
        let connection = try connection
        let row = try connection.query(.paidSessions, [.boolean(countsAll)])[0]
        var sessions = PaidSessions(
            paid: try row.integer("paid"),
            granted: try row.integer("granted"),
            notDue: try row.integer("not_due")
        )
        let places = plan.places
        var standing: [String: (isGranted: Bool, outlook: Outlook)] = [:]
        try connection.forEachRow(
            of: .paidSessionsOpen,
            [.boolean(countsAll)]
        ) { row throws(PostgresError) in
            let session = try row.text("session_id")
            let outlook = Outlook(places[try row.text("fingerprint")].map { plan.corrections[$0] })
            let worst = standing[session].map { max($0.outlook, outlook) } ?? outlook
            standing[session] = (try row.boolean("is_granted"), worst)
        }
        for (isGranted, outlook) in standing.values {
            switch (isGranted, outlook) {
            case (true, .person): sessions.grantedWithFindings += 1
            case (true, _): break
            case (false, .logs): sessions.notDue += 1
            case (false, .free): sessions.grantable += 1
            case (false, .waits): sessions.waiting += 1
            case (false, .person): break
            }
        }
        sessions.ungranted = sessions.paid - sessions.granted - sessions.grantable - sessions.waiting - sessions.notDue
        return sessions
    }
}

/// What a session with open findings needs before they are settled.
private enum Outlook: Comparable {
    /// Log rows and statuses alone, which grant nothing.
    case logs
    /// A run that posts.
    case free
    /// Time.
    case waits
    /// A person.
    case person

    init(_ planned: PlannedCorrection?) {
        self =
            switch planned?.decision {
            case .allowed: planned?.correction.action == .grant ? .free : .logs
            case .held(.lateWebhook): .waits
            case .held, nil: .person
            }
    }
}

extension Statement {
    fileprivate static let paidSessions = Statement("paid_sessions", embedded: PackageResources.paid_sessions_sql)
    fileprivate static let paidSessionsOpen = Statement(
        "paid_sessions_open",
        embedded: PackageResources.paid_sessions_open_sql
    )
}
