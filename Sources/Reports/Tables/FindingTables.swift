import Reconciliation

/// How a finding is shown: as a row of `findings.csv`, and, while it is open, as one of the exceptions.
///
/// Findings come one by one, oldest first, and are written as they come: a night that follows an outage has more of them
/// than memory should hold.
struct FindingRows {
    private let dashboard: StripeDashboard
    private let obstacles: [String: String]
    private let finishedAt: Instant

    init(of result: RunResult) {
        dashboard = StripeDashboard(livemode: result.livemode)
        obstacles = result.obstacles
        finishedAt = result.finishedAt
    }

    /// Its row of `findings.csv`.
    func listed(_ open: OpenFinding) -> [Cell] {
        let finding = open.finding
        return [
            .text(finding.kind.rawValue),
            .status(finding.severity.rawValue),
            .status(open.status.rawValue),
            .id(finding.stripeID),
            .id(finding.ledgerID),
            .id(finding.userID),
            .currency(finding.currency),
            .money(finding.expectedMinor, finding.currency),
            .money(finding.recordedMinor, finding.currency),
            .money(finding.discrepancyMinor, finding.currency),
            .integer(finding.credits),
            .instant(finding.occurredAt),
            .instant(open.firstSeen),
            .integer(open.ageInDays(at: finishedAt)),
            .text(open.planned?.correction.action.rawValue),
            .text(open.reason(obstacles: obstacles)),
            .text(finding.fingerprint),
            .text(dashboard.page(of: finding)),
        ]
    }

    /// Its row among the exceptions, with room for whoever deals with it; nil unless it is open.
    func exception(_ open: OpenFinding) -> [Cell]? {
        guard open.status == .open else { return nil }
        let finding = open.finding
        let age = open.ageInDays(at: finishedAt)
        let bucket = AgeBucket(days: age)
        return [
            .text(finding.kind.rawValue.replacing("_", with: " ")),
            .status(finding.severity.rawValue),
            .id(finding.stripeID),
            .id(finding.userID),
            .instant(finding.occurredAt),
            .currency(finding.currency),
            .money(finding.expectedMinor, finding.currency),
            .money(finding.recordedMinor, finding.currency),
            .money(finding.discrepancyMinor, finding.currency),
            .integer(finding.credits),
            .text(open.reason(obstacles: obstacles)),
            .text(open.suggestedAction(obstacles: obstacles)),
            .instant(open.firstSeen),
            .integer(age),
            .status(bucket.rawValue, bucket.tone),
            .empty,
            .empty,
        ]
    }

    /// The exceptions without a row.
    static let exceptions = Table(
        title: "Exceptions",
        caption: "Open findings, oldest first; those of severity info need nothing done",
        columns: exceptionColumns
    )

    /// The columns of `findings.csv`.
    static let columns: [Column] = [
        Column("kind", .text, "The rule that reports it"),
        Column("severity", .status, "info, low, medium, high or critical"),
        Column("status", .status, "open, corrected, gone or accepted"),
        Column("stripe_id", .id, "The Stripe object"),
        Column("ledger_id", .id, "The ledger row"),
        Column("user_id", .id, "The buyer"),
        Column("currency", .text, "The currency of the amounts"),
        Column("expected", .money, "What Stripe says, in major units"),
        Column("recorded", .money, "What the ledger says, in major units"),
        Column("discrepancy", .money, "Recorded minus expected, in major units"),
        Column("credits", .integer, "Credits that it is about"),
        Column("occurred_at", .instant, "When it happened, in UTC"),
        Column("first_seen", .instant, "When a run saw it first, in UTC"),
        Column("age_days", .integer, "Whole days from first seen to the end of the run"),
        Column("correction", .text, "What Tieout may do about it"),
        Column("reason", .text, "Why the correction waits, else what the finding means"),
        Column("fingerprint", .text, "What stays the same from night to night"),
        Column("url", .text, "The page at Stripe"),
    ]

    private static let exceptionColumns: [Column] = [
        Column("kind", .text, title: "What", "The rule that reports it; docs/findings explains each"),
        Column("severity", .status, "info, low, medium, high or critical"),
        Column("stripe_id", .id, title: "Stripe object", "The Stripe object, linked to its page"),
        Column("user_id", .id, title: "Buyer", "The buyer"),
        Column("occurred_at", .instant, title: "Happened (UTC)", "When it happened, in UTC"),
        Column("currency", .text, "The currency of the amounts"),
        Column("expected", .money, "What Stripe says"),
        Column("recorded", .money, "What the ledger says"),
        Column("discrepancy", .money, "Recorded minus expected"),
        Column("credits", .integer, "Credits that it is about"),
        Column("cause", .text, "Why the correction waits, else what the finding means"),
        Column("action", .text, title: "Suggested action", "What would settle it"),
        Column("first_seen", .instant, title: "First seen (UTC)", "When a run saw it first"),
        Column("age_days", .integer, title: "Age (days)", "Whole days from first seen to the end of the run"),
        Column("age", .status, title: "Age", "Stripe retries webhooks for 3 days and keeps events for 30"),
        Column("owner", .text, "Who deals with it; filled in by hand"),
        Column("resolution", .text, "What became of it; filled in by hand"),
    ]
}
