import Reconciliation

extension RunResult {
    /// Where each record of the period ended up: the proof that none fell out.
    var recordsTable: Table {
        var table = Table(
            title: "Records",
            caption: "Every record that was fetched is matched, found or excluded by a named reason",
            columns: [
                Column("record", .text, "The kind of Stripe object"),
                Column("state", .status, "matched, found, excluded or unexplained"),
                Column("reason", .text, "The exclusion's name"),
                Column("currency", .text, "The currency of the amount"),
                Column("count", .integer, "How many records"),
                Column("amount", .money, "The sum of their amounts"),
            ]
        )
        for line in conservation.lines.sorted(by: { Self.order($0) < Self.order($1) }) {
            table.append([
                .text(line.kind.plural),
                .status(line.state.rawValue),
                .text(line.reason.isEmpty ? nil : line.reason.replacing("_", with: " ")),
                .currency(line.currency),
                .integer(line.count),
                .money(line.amountMinor, line.currency),
            ])
        }
        return table
    }

    private static func order(_ line: ConservationLine) -> (RecordKind, Int, String, String) {
        let state = RecordState.allCases.firstIndex(of: line.state) ?? 0
        return (line.kind, state, line.reason, line.currency?.code ?? "")
    }
}
