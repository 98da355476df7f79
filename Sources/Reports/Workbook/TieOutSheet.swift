import CXlsxWriter
import Reconciliation

/// The tie-out: a block per currency whose formulas recalculate, and below it what the detail sheets add up to.
struct TieOutSheet {
    private var sheet: Sheet
    private let styles: Styles
    private var row: UInt32 = 0

    init(_ result: RunResult, in workbook: inout Workbook) throws(ReportError) {
        sheet = try workbook.addSheet(named: "Tie-out")
        styles = workbook.styles
        try sheet.setWidth(46, from: 0, to: 0)
        try sheet.setWidth(18, from: 1, to: 3)
        try sheet.setWidth(24, from: 4, to: 4)
        try sheet.setUpPrint(runID: result.id)
        try sheet.setHeight(28, of: 0)
        try sheet.put("Tie-out per currency", 0, 0, styles.title)
        let period = "Credit purchases paid from \(result.period.since) up to, not including, \(result.period.cutOff)"
        try sheet.put(period, 1, 0, styles.note)
        row = 3
        if result.tieOut.isEmpty {
            try sheet.put("No credit purchase was paid in the period.", row, 0, styles.text)
            row += 2
        }
        for statement in result.tieOutStatements { try put(statement) }
    }

    /// Writes the sums of the detail sheets, which are known only when all their rows are written.
    mutating func put(controlTotals: [DetailTotals]) throws(ReportError) {
        try sheet.setHeight(20, of: row)
        try sheet.put("What the detail sheets add up to", row, 0, styles.heading)
        try putHeadings(["Sheet and column", "Rows", "Amount"], at: row + 1)
        row += 2
        for totals in controlTotals {
            for sum in totals.sums { try put(sum) }
        }
    }

    func end(in workbook: inout Workbook) { workbook.end(sheet) }

    private mutating func put(_ statement: TieOutStatement) throws(ReportError) {
        try sheet.setHeight(20, of: row)
        try sheet.put("\(statement.currency): \(statement.title)", row, 0, styles.heading)
        try putHeadings(["", "Purchases", "Amount, \(statement.currency)", "Credits"], at: row + 1)
        let first = row + 2
        let summing = Summing(statement: statement, firstRow: first, styles: styles)
        for index in statement.rows.indices {
            try summing.put(index, on: &sheet)
        }
        row = first + UInt32(statement.rows.count) + 1
    }

    private mutating func put(_ sum: DetailTotals.Sum) throws(ReportError) {
        try sheet.put(sum.label, row, 0, styles.text)
        try sheet.put(formula: sum.countFormula, value: Double(sum.count), row, 1, styles.integer)
        if let value = sum.value {
            let format = styles.money(decimals: sum.decimals)
            try sheet.put(formula: sum.amountFormula, value: value, row, 2, format)
        } else {
            try sheet.put(sum.text, row, 2, styles.amountAsText)
        }
        row += 1
    }

    private mutating func putHeadings(_ headings: [String], at row: UInt32) throws(ReportError) {
        for (column, heading) in headings.enumerated() {
            if heading.isEmpty {
                try sheet.putBlank(row, UInt16(column), styles.header)
            } else {
                try sheet.put(heading, row, UInt16(column), column == 0 ? styles.header : styles.numberHeader)
            }
        }
    }
}

/// Writes the rows of one currency's block: figures, and formulas where a row follows from those above it.
private struct Summing {
    let statement: TieOutStatement
    let firstRow: UInt32
    let styles: Styles

    func put(_ index: Int, on sheet: inout Sheet) throws(ReportError) {
        let entry = statement.rows[index]
        let row = firstRow + UInt32(index)
        try sheet.put(entry.label, row, 0, entry.isSum ? styles.sumLabel : styles.text)
        let figures = [entry.line.count, entry.line.amountMinor, entry.line.credits]
        for (offset, figure) in figures.enumerated() {
            let column = UInt16(offset + 1)
            let decimals = column == 2 ? statement.currency.exponent : 0
            let format = format(column, isSum: entry.isSum, decimals: decimals)
            guard let value = ExactNumber.of(Int128(figure), decimals: decimals) else {
                let text = column == 2 ? Money(minorUnits: figure, statement.currency).majorUnits : String(figure)
                try sheet.put(text, row, column, styles.amountAsText)
                continue
            }
            if entry.isSum, allAreNumbers {
                let formula = formula(for: index, column: column, decimals: decimals)
                try sheet.put(formula: formula, value: value, row, column, format)
            } else {
                try sheet.put(value, row, column, format)
            }
        }
        if entry.role == .unreconciled { try putVerdict(entry.line, row: row, on: &sheet) }
    }

    /// A figure that stands there as text cannot be computed with, so then all sums are plain figures.
    private var allAreNumbers: Bool {
        statement.rows.allSatisfy { row in
            [row.line.count, row.line.amountMinor, row.line.credits].allSatisfy { ExactNumber.of($0) != nil }
        }
    }

    private func format(_ column: UInt16, isSum: Bool, decimals: Int) -> Format {
        switch (column, isSum) {
        case (2, true): styles.sumMoney(decimals: decimals)
        case (2, false): styles.money(decimals: decimals)
        case (_, true): styles.sumInteger
        case (_, false): styles.integer
        }
    }

    /// The opening, or the difference above, with the additions and without the deductions between.
    private func formula(for index: Int, column: UInt16, decimals: Int) -> String {
        let start = statement.rows[..<index].lastIndex { $0.role == .opening || $0.role == .difference } ?? 0
        let letter = ["A", "B", "C", "D"][Int(column)]
        let cell = { (index: Int) in "\(letter)\(firstRow + UInt32(index) + 1)" }
        let between = (start + 1..<index).map { (statement.rows[$0].role == .addition ? "+" : "-") + cell($0) }
        return "=ROUND(\(cell(start))\(between.joined()),\(decimals))"
    }

    private func putVerdict(_ line: TieOut.Line, row: UInt32, on sheet: inout Sheet) throws(ReportError) {
        for (zero, format) in [(true, styles.zero), (false, styles.notZero)] {
            let result = tieout_format_where_zero(sheet.pointer, row, 1, 3, zero, format)
            try Workbook.check(result, path: sheet.path)
        }
        let cells = "B\(row + 1)=0,C\(row + 1)=0,D\(row + 1)=0"
        let (yes, no) = ("← ties out", "← DOES NOT TIE OUT")
        let text = line == TieOut.Line() ? yes : no
        try sheet.put(formula: "=IF(AND(\(cells)),\"\(yes)\",\"\(no)\")", text: text, row, 4, styles.label)
    }
}
