import Reconciliation

/// What a detail sheet adds up to, per currency, as formulas over its rows with their values.
struct DetailTotals {
    /// One currency.
    struct Sum {
        var label: String
        var count: Int64
        var countFormula: String
        /// The sum in major units; nil where Excel could not hold or add it.
        var value: Double?
        var amountFormula: String
        /// The sum in words, for where there is no number.
        var text: String
        var decimals: Int
    }

    let sums: [Sum]

    init(_ sheet: DetailSheet, written: TableSheet, totals: ControlTotals) {
        let counted = sheet.totalledColumn
        guard let amount = Self.letter(of: counted, in: written.columns),
            let currency = Self.letter(of: "currency", in: written.columns)
        else {
            sums = []
            return
        }
        sums = totals.sums.filter { $0.column == counted }.map { sum in
            let ranges = written.parts.filter { $0.rows > 0 }.map { part in
                { (letter: String) in "'\(part.sheet)'!$\(letter)$2:$\(letter)$\(part.rows + 1)" }
            }
            let decimals = sum.currency.exponent
            let criterion = "\"\(sum.currency)\""
            let counts = ranges.map { "COUNTIFS(\($0(currency)),\(criterion),\($0(amount)),\"<>\")" }
            let amounts = ranges.map { "SUMIFS(\($0(amount)),\($0(currency)),\(criterion))" }
            return Sum(
                label: "\(sheet.title), \(counted.replacing("_", with: " ")), \(sum.currency)",
                count: sum.count,
                countFormula: "=" + counts.joined(separator: "+"),
                value: written.hasNumbersAsText ? nil : ExactNumber.of(sum.minorUnits, decimals: decimals),
                amountFormula: "=ROUND(\(amounts.joined(separator: "+")),\(decimals))",
                text: Self.majorUnits(sum.minorUnits, decimals: decimals),
                decimals: decimals
            )
        }
    }

    /// Column letters of the first 26 columns; no detail sheet has more.
    private static func letter(of name: String, in columns: [Column]) -> String? {
        guard let index = columns.firstIndex(where: { $0.name == name }), index < 26 else { return nil }
        return String(UnicodeScalar(UInt8(65 + index)))
    }

    private static func majorUnits(_ minorUnits: Int128, decimals: Int) -> String {
        guard decimals > 0 else { return String(minorUnits) }
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(minorUnits < 0 ? "-" : "")\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
