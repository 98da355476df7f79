import Reconciliation

/// The figures of one currency as they are read: line by line from where they start to what nothing explains.
struct TieOutStatement {
    /// What a line does in the sum.
    enum Role {
        /// Where the sum starts.
        case opening
        /// Added to the lines above.
        case addition
        /// Taken away from the lines above.
        case deduction
        /// What is left of the opening, or of the difference above, with the lines between.
        case difference
        /// What is left of the difference: red unless zero.
        case unreconciled
    }

    /// One line.
    struct Row {
        var label: String
        var role: Role
        var line: TieOut.Line

        init(_ label: String, _ role: Role, _ line: TieOut.Line) {
            (self.label, self.role, self.line) = (label, role, line)
        }

        /// Whether it follows from the lines above it.
        var isSum: Bool { role == .difference || role == .unreconciled }
    }

    /// What it shows, in a few words after the currency.
    let title: String
    let currency: Currency
    let rows: [Row]

    /// What was paid against what was given.
    static func tieOut(_ tieOut: TieOut) -> TieOutStatement {
        TieOutStatement(
            title: "what was paid against what was given",
            currency: tieOut.currency,
            rows: [
                Row("Paid at Stripe", .opening, tieOut.paid),
                Row("− granted by the application", .deduction, tieOut.granted),
                Row("− granted by Tieout", .deduction, tieOut.grantedByTieout),
                Row("= Difference", .difference, tieOut.difference),
                Row("− left out by a named reason", .deduction, tieOut.excluded),
                Row("− waiting: a grant is planned or held", .deduction, tieOut.waiting),
                Row("− open findings that need a person", .deduction, tieOut.found),
                Row("= Unreconciled difference", .unreconciled, tieOut.unreconciled),
            ]
        )
    }

    /// From the opening to the closing, and what the ledger shows of it.
    static func rollForward(_ tieOut: TieOut) -> TieOutStatement {
        let told = tieOut.rollForward
        let back = TieOut.Line(amountMinor: told.returned.amountMinor, credits: told.returned.credits)
        let after = TieOut.Line(
            amountMinor: told.returnedAfterCutOff.amountMinor,
            credits: told.returnedAfterCutOff.credits
        )
        return TieOutStatement(
            title: "from opening to closing",
            currency: tieOut.currency,
            rows: [
                Row("Opening: paid before the period, less what went back", .opening, told.opening),
                Row("+ purchases paid in the period", .addition, told.purchases),
                Row("− refunds and lost disputes of the period", .deduction, back),
                Row("− what went back after the cut-off", .deduction, after),
                Row("= Expected closing", .difference, told.computedClosing),
                Row("− ledger closing: granted and not taken back", .deduction, told.ledgerClosing),
                Row("= Difference", .difference, told.computedClosing - told.ledgerClosing),
                Row("− explained: a grant is planned or held", .deduction, told.waiting),
                Row("− explained: open findings that need a person", .deduction, told.found),
                Row("− explained: left out by a named reason", .deduction, told.excluded),
                Row("− explained: taken back though paid", .deduction, told.takenBack),
                Row(
                    "= Unreconciled difference",
                    .unreconciled,
                    told.unreconciled + told.computedClosing - told.expectedClosing
                ),
            ]
        )
    }

    /// Whether every purchase is explained.
    var tiesOut: Bool { rows.allSatisfy { $0.role != .unreconciled || $0.line == TieOut.Line() } }
}

extension RunResult {
    /// Two statements per currency, in the order of their codes.
    var tieOutStatements: [TieOutStatement] {
        tieOut.sorted { $0.currency < $1.currency }.flatMap { [.tieOut($0), .rollForward($0)] }
    }

    /// The movements of each currency by day.
    var daysTable: Table {
        var table = Table(
            title: "Days",
            caption: "What was paid and what went back, by day in \(timeZone); the days add up to the period",
            columns: [
                Column("day", .text, "The day in the report's time zone."),
                Column("currency", .text, "Stripe's currency; days of two currencies never add."),
                Column("purchases", .integer, "Credit purchases paid on that day."),
                Column("paid", .money, "What was paid for them."),
                Column("credits", .integer, title: "Credits promised", "The credits that were promised for it."),
                Column("refunds", .integer, title: "Refunds and lost disputes", "Of that day, counted one by one."),
                Column("returned", .money, title: "Went back", "The money that went back on that day."),
                Column("credits_returned", .integer, "The credits that go with it."),
                Column("granted", .integer, "Of that day's purchases, those that the ledger shows as granted."),
                Column("granted_credits", .integer, "What the ledger shows of their credits by now."),
            ]
        )
        for block in tieOut.sorted(by: { $0.currency < $1.currency }) {
            for day in block.rollForward.days {
                table.append([
                    .text(day.date), .currency(block.currency), .integer(day.purchases.count),
                    .money(day.purchases.amountMinor, block.currency), .integer(day.purchases.credits),
                    .integer(day.returned.count), .money(day.returned.amountMinor, block.currency),
                    .integer(day.returned.credits), .integer(day.ledger.count), .integer(day.ledger.credits),
                ])
            }
        }
        return table
    }
}
