import StripeSimulator

/// The right answer for a world, worked out the slow and obvious way from the account and the rows.
///
/// It is written from the design and the findings' pages, and shares nothing with the SQL: each question is answered by
/// looking through everything, for one record at a time.
struct Auditor {
    /// The kinds that the auditor judges; others are left out of the comparison.
    static let kinds: Set<String> = [
        "missed_purchase", "failed_fulfilment", "uncredited_purchase", "unrecorded_grant", "duplicate_grant",
        "phantom_grant", "amount_mismatch", "credits_mismatch", "buyer_mismatch", "unattributable_payment",
        "free_session", "stale_checkout", "orphan_charge", "missing_payment_log", "payment_status_mismatch",
        "missing_invoice_log", "invoice_status_mismatch", "payment_failed",
    ]

    let rows: LedgerRows
    let sight: Sight
    let period: Range<Int64>
    private(set) var verdict = Verdict()
    private var foundIDs: Set<String> = []

    init(_ world: World) {
        rows = world.rows
        period = world.period
        sight = Sight(of: world.account, rows: world.rows, period: world.period)
        let sales = sight.sessions.map { SessionFacts($0, sight: sight, rows: rows) }
        for sale in sales { judge(sale) }
        judgeUnknownSessions()
        for charge in sight.charges { judge(charge, sales) }
        for intent in sight.intents { judge(intent) }
        for invoice in sight.invoices { judge(invoice) }
        judgeCompanions()
    }

    /// When the credit journal began; before that it proves nothing.
    var journalBegan: Int64? { rows.movements.compactMap(\.createdAt).min() }

    /// Notes a finding of a record.
    mutating func find(_ kind: String, _ id: String, _ severity: String, credits: Int64? = nil, hold: String? = nil) {
        verdict.findings.insert(Verdict.line(kind, id, severity, credits: credits, hold: hold))
        foundIDs.insert(id)
    }

    /// Notes where a record ends up, unless a finding names it; `end` is `matched` or an exclusion's name.
    mutating func end(_ kind: String, _ id: String, _ end: String) {
        let state = foundIDs.contains(id) ? "found" : end == "matched" || end == "unexplained" ? end : "excluded \(end)"
        verdict.ends.insert("\(kind) \(id) \(state)")
    }
}
