import CXlsxWriter
import Reconciliation

/// A sheet of a workbook while it is written: rows in order, because rows that are left are on the disk already.
struct Sheet {
    let pointer: UnsafeMutablePointer<lxw_worksheet>
    let path: String
    private(set) var count: SheetCount
    private var lastRow: UInt32?

    /// The last of Excel's rows, counted from 0.
    static let lastRowOfExcel: UInt32 = 1_048_575
    /// Links of a sheet; each is held until the workbook is closed. `findings.csv` has the address of every row.
    static let mostLinks = 5_000

    init(pointer: UnsafeMutablePointer<lxw_worksheet>, name: String, path: String) {
        self.pointer = pointer
        self.path = path
        count = SheetCount(name: name)
    }

    /// Writes text that is Tieout's own or comes from outside; it is stored as a string whatever it looks like.
    mutating func put(_ text: String, _ row: UInt32, _ column: UInt16, _ format: Format) throws(ReportError) {
        let fitting = PlainText.fittingCell(PlainText.clean(text))
        // `withCString` lends the text's own bytes, where passing a String to C copies them first.
        let result = fitting.withCString { worksheet_write_string(pointer, row, column, $0, format) }
        try wrote(row, result)
    }

    mutating func put(_ number: Double, _ row: UInt32, _ column: UInt16, _ format: Format) throws(ReportError) {
        try wrote(row, worksheet_write_number(pointer, row, column, number, format))
    }

    /// Writes an empty cell with a format, as room for an entry.
    mutating func putBlank(_ row: UInt32, _ column: UInt16, _ format: Format) throws(ReportError) {
        try wrote(row, worksheet_write_blank(pointer, row, column, format))
    }

    /// Writes a formula with its value, for readers that do not recalculate.
    mutating func put(
        formula: String,
        value: Double,
        _ row: UInt32,
        _ column: UInt16,
        _ format: Format
    ) throws(ReportError) {
        try wrote(row, worksheet_write_formula_num(pointer, row, column, formula, format, value))
    }

    /// Writes a formula whose value is a text.
    mutating func put(
        formula: String,
        text: String,
        _ row: UInt32,
        _ column: UInt16,
        _ format: Format
    ) throws(ReportError) {
        try wrote(row, worksheet_write_formula_str(pointer, row, column, formula, format, text))
    }

    /// Writes a text that leads to an address, `https://…` or `internal:'Sheet'!A1`.
    mutating func put(
        _ text: String,
        link: String,
        _ row: UInt32,
        _ column: UInt16,
        _ format: Format
    ) throws(ReportError) {
        try wrote(row, worksheet_write_url_opt(pointer, row, column, link, format, text, nil))
    }

    /// Writes a cell as its type asks; a link only where `page` is given.
    mutating func put(
        _ cell: Cell,
        _ row: UInt32,
        _ column: UInt16,
        styles: Styles,
        page: String? = nil
    ) throws(ReportError) {
        switch cell {
        case .empty: return
        case .text(let text):
            if !text.isEmpty { try put(text, row, column, styles.textFormat(for: text)) }
        case .id(let id):
            if let page {
                try put(id, link: page, row, column, styles.link)
            } else if !id.isEmpty {
                try put(id, row, column, styles.text)
            }
        case .integer(let number):
            guard let value = ExactNumber.of(number) else {
                return try put(String(number), row, column, styles.amountAsText)
            }
            try put(value, row, column, styles.integer)
        case .money(let money):
            guard let value = ExactNumber.of(money) else {
                return try put(money.majorUnits, row, column, styles.amountAsText)
            }
            try put(value, row, column, styles.money(decimals: money.currency.exponent))
        case .instant(let instant):
            guard let value = ExactNumber.serialDay(of: instant) else {
                return try put(instant.rfc3339, row, column, styles.text)
            }
            try put(value, row, column, styles.instant)
        case .status(let word, let tone):
            if !word.isEmpty { try put(word, row, column, styles.status(tone)) }
        }
    }

    /// Sets the width of columns in characters.
    func setWidth(_ characters: Double, from first: UInt16, to last: UInt16) throws(ReportError) {
        try Workbook.check(worksheet_set_column(pointer, first, last, characters, nil), path: path)
    }

    /// Sets the height of a row in points, before anything is written in it.
    func setHeight(_ points: Double, of row: UInt32) throws(ReportError) {
        try Workbook.check(worksheet_set_row(pointer, row, points, nil), path: path)
    }

    private mutating func wrote(_ row: UInt32, _ result: lxw_error) throws(ReportError) {
        try Workbook.check(result, path: path)
        if row != lastRow {
            count.rows += 1
            lastRow = row
        }
        count.cells += 1
    }
}
