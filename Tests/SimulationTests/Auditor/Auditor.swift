import StripeSimulator

/// The right answer for a world, worked out the slow and obvious way from the account and the rows.
///
/// It is written from the design and the findings' pages, and shares nothing with the SQL: each question is answered by
/// looking through everything, for one record at a time.
struct Auditor {
    let rows: LedgerRows
    let sight: Sight
    let period: Range<Int64>
    private(set) var verdict = Verdict()

    init(_ world: World) {
        rows = world.rows
        period = world.period
        sight = Sight(of: world)
        let sales = sight.sessions.map { SessionFacts($0, sight: sight, rows: rows) }
        for sale in sales { judge(sale) }
        judgeUnknownSessions()
        judgeReferencesWithoutASession()
        for charge in sight.charges { judge(charge, sales) }
        for intent in sight.intents { judge(intent) }
        for invoice in sight.invoices { judge(invoice) }
        for subscription in sight.subscriptions { judge(subscription) }
        for customer in sight.customers { judge(customer, sales) }
        judgeCompanions()
        judgeBalances()
        judgeProviders()
    }

    /// When the credit journal began; before that it proves nothing.
    var journalBegan: Int64? { rows.movements.compactMap(\.createdAt).min() }

    /// Notes a finding.
    mutating func find(
        _ kind: String,
        _ id: String,
        _ severity: String,
        credits: Int64? = nil,
        expected: Int64? = nil,
        recorded: Int64? = nil,
        in currency: String? = nil,
        hold: String? = nil
    ) {
        let finding = AuditedFinding(
            kind: kind,
            id: id,
            severity: severity,
            credits: credits,
            expected: expected,
            recorded: recorded,
            currency: currency,
            hold: hold
        )
        verdict.findings.insert(finding)
    }

    /// Notes where a record ends up, unless a finding names it; `end` is `matched` or an exclusion's name.
    mutating func end(_ kind: String, _ id: String, _ end: String) {
        let isFound = verdict.findings.contains { $0.id == id }
        let state = isFound ? "found" : end == "matched" || end == "unexplained" ? end : "excluded \(end)"
        verdict.ends.insert("\(kind) \(id) \(state)")
    }
}
