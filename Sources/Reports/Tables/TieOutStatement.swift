import Reconciliation

/// The tie-out of one currency as it is read: line by line from what was paid to what nothing explains.
struct TieOutStatement {
    /// What a line does in the sum.
    enum Role {
        /// Where the sum starts.
        case opening
        /// Taken away from the lines above.
        case deduction
        /// What is left of the opening after the deductions above it.
        case difference
        /// What is left of the difference: red unless zero.
        case unreconciled
    }

    /// One line.
    struct Row {
        var label: String
        var role: Role
        var line: TieOut.Line
    }

    let currency: Currency
    let rows: [Row]

    init(_ tieOut: TieOut) {
        currency = tieOut.currency
        rows = [
            Row(label: "Paid at Stripe", role: .opening, line: tieOut.paid),
            Row(label: "− granted by the application", role: .deduction, line: tieOut.granted),
            Row(label: "− granted by Tieout", role: .deduction, line: tieOut.grantedByTieout),
            Row(label: "= Difference", role: .difference, line: tieOut.difference),
            Row(label: "− left out by a named reason", role: .deduction, line: tieOut.excluded),
            Row(label: "− waiting: a grant is planned or held", role: .deduction, line: tieOut.waiting),
            Row(label: "− open findings that need a person", role: .deduction, line: tieOut.found),
            Row(label: "= Unreconciled difference", role: .unreconciled, line: tieOut.unreconciled),
        ]
    }

    /// Whether every purchase is explained.
    var tiesOut: Bool { rows.allSatisfy { $0.role != .unreconciled || $0.line == TieOut.Line() } }
}

extension RunResult {
    /// One statement per currency, in the order of their codes.
    var tieOutStatements: [TieOutStatement] {
        tieOut.sorted { $0.currency < $1.currency }.map(TieOutStatement.init)
    }
}
