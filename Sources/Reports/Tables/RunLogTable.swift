import Reconciliation

extension RunResult {
    /// What the run did and what it has to say about itself, in the order in which it happened.
    var logTable: Table {
        var table = Table(
            title: "Run log",
            caption: "What the run did, how long it took, what it asked of Stripe, and what protects its grants",
            columns: [
                Column("about", .text, "What the line is about"),
                Column("entry", .text, "A stage, an endpoint, an event, a protection"),
                Column("at", .instant, title: "At (UTC)", "When it began"),
                Column("figure", .integer, unit: "as the entry says", "Milliseconds, requests or grants"),
                Column("note", .text, "In words"),
            ]
        )
        table.append([.text("run"), .text("started"), .instant(startedAt), .empty, .text("by \(startedBy)")])
        for stage in stages {
            table.append([
                .text("stage"), .text(stage.name), .instant(stage.beganAt), .integer(stage.milliseconds),
                .text("milliseconds"),
            ])
        }
        for (endpoint, count) in requests.sorted(by: { $0.key < $1.key }) {
            table.append([.text("requests"), .text(endpoint), .empty, .integer(count), .text("requests to Stripe")])
        }
        for event in events {
            table.append([
                .text("event"), .text(event.code.rawValue), .empty, .empty,
                .text("\(event.severity.rawValue): \(event.summary)"),
            ])
        }
        for remark in remarks { table.append([.text("broken"), .empty, .empty, .empty, .text(remark)]) }
        table.append([.text("protection"), .text("guard"), .empty, .empty, .text(guardStanding.sentence)])
        let byProtection = Dictionary(grouping: grants.compactMap(\.protection), by: \.self)
        for (protection, grants) in byProtection.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            table.append([
                .text("protection"), .text(protection.rawValue.replacing("_", with: " ")), .empty,
                .integer(Int64(grants.count)), .text("grants of this run rest on it"),
            ])
        }
        table.append([.text("run"), .text("ended"), .instant(finishedAt), .empty, .text(status.words)])
        return table
    }
}
