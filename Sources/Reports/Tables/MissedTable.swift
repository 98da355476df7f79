import Reconciliation

extension RunResult {
    /// Purchases that were missed, by slots of time.
    var missedTable: Table {
        let missed = analytics.missed
        var table = Table(
            title: "Missed by \(missed.unit.rawValue)",
            caption: "Purchases that were paid and missed by the ledger, by \(missed.unit.rawValue) in \(timeZone)",
            columns: [
                Column("slot", .text, title: "From (\(timeZone))", "The beginning of the \(missed.unit.rawValue)"),
                Column("paid", .integer, "Credit purchases that were paid in it"),
                Column("missed", .integer, "Of these, those that the ledger showed nothing of when the run began"),
                Column("granted", .integer, title: "Granted by this run", "Of the missed ones"),
                Column("credits", .integer, title: "Credits missed", "Credits that were promised for the missed ones"),
            ],
            emptySentence: "No purchase was paid in the period, and none is missed."
        )
        guard missed.slots.contains(where: { $0.paid > 0 || $0.missed > 0 }) else { return table }
        for slot in missed.slots {
            table.append([
                .text(slot.label ?? Self.before), slot.label == nil ? .empty : .integer(slot.paid),
                .integer(slot.missed), .integer(slot.granted), .integer(slot.credits),
            ])
        }
        return table
    }

    private static let before = "before"

    /// Open findings, by how long they have been open and how much they matter.
    var ageingTable: Table {
        let severities = Severity.allCases.reversed()
        var table = Table(
            title: "Ageing",
            caption: "Open findings by how long they have been open; those of severity info need nothing done",
            columns: [Column("age", .status, title: "Open for", "From first seen to the end of the run")]
                + [Column("above_info", .integer, title: "Above info", "Findings that need something done")]
                + severities.map { Column($0.rawValue, .integer, "Open findings of severity \($0.rawValue)") },
            emptySentence: "No finding is open."
        )
        guard !analytics.ages.isEmpty else { return table }
        for bucket in AgeBucket.allCases {
            let open = analytics.ages.filter { AgeBucket(days: max(0, finishedAt - $0.firstSeen) / .day) == bucket }
            let count = { (isCounted: (Severity) -> Bool) in
                open.reduce(Int64(0)) { isCounted($1.severity) ? $0 + $1.count : $0 }
            }
            table.append(
                [.status(bucket.rawValue, bucket.tone), .integer(count { $0 > .info })]
                    + severities.map { severity in .integer(count { $0 == severity }) }
            )
        }
        return table
    }
}
