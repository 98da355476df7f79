import Reconciliation

extension RunResult {
    /// Outages of the webhooks: one row for each and each of its currencies, which do not add.
    var outagesTable: Table {
        var table = Table(
            title: "Outages",
            caption: "Stretches of time in which what was paid did not reach the ledger; one row for each currency",
            columns: [
                Column("outage", .integer, unit: "number", "Its number, in order of time"),
                Column("kind", .text, title: "What was the matter", "As far as ledger, events and endpoints tell"),
                Column("began", .instant, "When the first that was missed was paid"),
                Column("began_after", .instant, "When the last one arrived before; empty where none did in the period"),
                Column("ended", .instant, "When the last that was missed was paid"),
                Column("ended_before", .instant, "When the next one arrived; empty where none did in the period"),
                Column("buyers", .integer, "Buyers who paid and got nothing at the time; on the outage's first row"),
                Column("currency", .text, "The currency of the amount"),
                Column("purchases", .integer, "Purchases that were missed at their time"),
                Column("amount", .money, "What was paid for them"),
                Column("credits", .integer, "What was promised for them"),
                Column("waiting", .integer, title: "Without credits", "Of all currencies, those that still have none"),
                Column(
                    "late",
                    .integer,
                    title: "Granted late",
                    "Of all currencies, by a retry of Stripe's or a person"
                ),
                Column("mended", .integer, title: "Mended", "Of all currencies, those that Tieout has granted"),
                Column("message", .text, "What most of the failed purchase rows say"),
            ],
            emptySentence: analytics.outages == nil
                ? "Outages were not searched for." : "No outage was found in the period."
        )
        for (number, outage) in (analytics.outages?.outages ?? []).enumerated() {
            let lines = outage.damage.lines.map { (currency: Optional($0.currency), line: $0.line) }
            let none = (currency: Currency?.none, line: TieOut.Line())
            for (place, entry) in (lines.isEmpty ? [none] : lines).enumerated() {
                table.append(outage.row(number + 1, isFirst: place == 0, entry.currency, entry.line))
            }
        }
        return table
    }

    /// The rows of the missed purchases' chart that lie within outages, by the labels of their slots.
    public var outageSlots: [Range<Int>] {
        let (slots, unit, clock) = (analytics.missed.slots, analytics.missed.unit, LocalTime(timeZone))
        let length = unit == .hour ? 13 : unit == .day ? 10 : 7
        return (analytics.outages?.outages ?? []).compactMap { outage in
            let ends = [outage.began.to, outage.ended.from].map { clock.wall($0).prefix(length) }
            let hit = slots.indices.filter { place in
                guard let label = slots[place].label?.prefix(length) else { return false }
                return ends[0] <= label && label <= ends[1]
            }
            guard let first = hit.first, let last = hit.last else { return nil }
            return first..<last + 1
        }
    }
}

extension Outage {
    fileprivate func row(_ number: Int, isFirst: Bool, _ currency: Currency?, _ line: TieOut.Line) -> [Cell] {
        let once = { (count: Int64) in isFirst ? Cell.integer(count) : .empty }
        return [
            .integer(Int64(number)), .text(kind.rawValue.replacing("_", with: " ")), .instant(began.to),
            began.isOpen ? .empty : .instant(began.from), .instant(ended.from),
            ended.isOpen ? .empty : .instant(ended.to), once(damage.buyers), .currency(currency),
            .integer(line.count), currency == nil ? .empty : .money(line.amountMinor, currency), .integer(line.credits),
            once(damage.waiting), once(damage.late), once(damage.mended),
            .text(damage.messages.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""),
        ]
    }
}
