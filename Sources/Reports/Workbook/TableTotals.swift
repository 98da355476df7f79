import Reconciliation

extension TableSheet {
    /// Writes below the table what it adds up to, a row for each currency: formulas over its cells, with their values.
    mutating func put(totals: [CurrencyTotal], in workbook: inout Workbook) throws(ReportError) {
        guard let rows = begunRows, let currencies = letter(of: "currency") else { return }
        let range = { (letter: String) in "$\(letter)$2:$\(letter)$\(rows + 1)" }
        for (offset, total) in totals.enumerated() {
            let row = rows + 2 + UInt32(offset)
            try sheet.put("Total, \(total.currency)", row, 0, workbook.styles.sumLabel)
            for (index, column) in columns.enumerated() where index > 0 {
                guard let letter = letter(of: column.name) else { continue }
                let criterion = "\(range(currencies)),\"\(total.currency)\""
                let (value, format, decimals): (Double?, Format, Int)
                switch total.cell(of: column.name) {
                case .money(let money):
                    decimals = money.currency.exponent
                    (value, format) = (ExactNumber.of(money), workbook.styles.sumMoney(decimals: decimals))
                case .integer(let number):
                    (value, format, decimals) = (ExactNumber.of(number), workbook.styles.sumInteger, 0)
                default: continue
                }
                guard let value, !hasNumbersAsText else { continue }
                let formula = "=ROUND(SUMIFS(\(range(letter)),\(criterion)),\(decimals))"
                try sheet.put(formula: formula, value: value, row, UInt16(index), format)
            }
        }
    }

    /// Column letters of the first 26 columns; no small table has more.
    private func letter(of name: String) -> String? {
        guard let index = columns.firstIndex(where: { $0.name == name }), index < 26 else { return nil }
        return String(UnicodeScalar(UInt8(65 + index)))
    }
}
