import Reconciliation

extension RunResult {
    /// `findings.csv`: every finding of the run, in the order in which it was found.
    var findingsTable: Table {
        let dashboard = StripeDashboard(livemode: livemode)
        let obstacles = obstacles
        var table = Table(
            title: "Findings",
            caption: "Every finding of the run, as it stands after posting",
            columns: Self.findingColumns
        )
        for open in findings {
            let finding = open.finding
            table.append([
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
            ])
        }
        return table
    }

    private static let findingColumns: [Column] = [
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

    /// The open findings, oldest first, with room for whoever deals with them.
    var exceptionsTable: Table {
        var table = Table(
            title: "Exceptions",
            caption: "Open findings, oldest first; those of severity info need nothing done",
            columns: Self.exceptionColumns
        )
        let obstacles = obstacles
        for open in openFindingsByAge {
            let finding = open.finding
            let age = open.ageInDays(at: finishedAt)
            let bucket = AgeBucket(days: age)
            table.append([
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
            ])
        }
        return table
    }

    /// Findings that are open, by age, then by when the thing happened; fingerprints make the order total.
    private var openFindingsByAge: [OpenFinding] {
        findings.filter { $0.status == .open }.sorted { left, right in
            let key = { (open: OpenFinding) in
                (open.firstSeen, open.finding.occurredAt ?? open.firstSeen, open.finding.fingerprint)
            }
            return key(left) < key(right)
        }
    }

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
