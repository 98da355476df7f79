import CXlsxWriter
import Reconciliation

/// Writes a table on a sheet: frozen header, filter, widths and print set-up; past Excel's last row it goes on on
/// `Title (2)`.
struct TableSheet {
    /// The cells of one column on one of the table's sheets, for formulas over them.
    struct Part {
        var sheet: String
        /// Data rows; the header is row 1, so they end at row `rows + 1`.
        var rows: Int64
    }

    let title: String
    let columns: [Column]
    /// Ended parts, in order.
    private(set) var parts: [Part] = []
    /// Whether a number was too long for Excel and stands there as text, which no formula adds.
    private(set) var hasNumbersAsText = false

    private let runID: RunID
    private let emptySentence: String
    private let dashboard: StripeDashboard?
    private let rowsPerSheet: UInt32
    /// The sheet at hand.
    var sheet: Sheet
    private var row: UInt32 = 0
    private var links = 0

    /// Begins the table; ids are links only where a dashboard is given, because links are kept in memory.
    init(
        title: String,
        columns: [Column],
        emptySentence: String,
        runID: RunID,
        dashboard: StripeDashboard? = nil,
        rowsPerSheet: UInt32 = Sheet.lastRowOfExcel,
        in workbook: inout Workbook
    ) throws(ReportError) {
        self.title = title
        self.columns = columns
        self.emptySentence = emptySentence
        self.runID = runID
        self.dashboard = dashboard
        self.rowsPerSheet = rowsPerSheet
        sheet = try workbook.addSheet(named: title)
        try begin(workbook.styles)
    }

    /// Adds a row with a cell for each column.
    mutating func append(_ cells: [Cell], in workbook: inout Workbook) throws(ReportError) {
        if row == rowsPerSheet {
            try endPart(in: &workbook)
            sheet = try workbook.addSheet(named: "\(title) (\(parts.count + 1))")
            try begin(workbook.styles)
        }
        row += 1
        let lines = Self.lines(of: cells, in: columns)
        if lines > 1 { try sheet.setHeight(Double(lines) * 13.5, of: row) }
        for (index, cell) in cells.enumerated() where cell != .empty {
            if !hasNumbersAsText, Self.isTooLong(cell) { hasNumbersAsText = true }
            let page = page(of: cell)
            try sheet.put(cell, row, UInt16(index), styles: workbook.styles, page: page)
        }
    }

    /// Offers choices in a column that is filled in by hand.
    func offer(_ choices: [String], in column: String) throws(ReportError) {
        guard row > 0, let index = columns.firstIndex(where: { $0.name == column }) else { return }
        let list = "\"\(choices.joined(separator: ","))\""
        try Workbook.check(tieout_offer_choices(sheet.pointer, 1, row, UInt16(index), list), path: sheet.path)
    }

    /// Ends the table's last sheet, with what the table adds up to below its rows.
    mutating func end(
        totals: [CurrencyTotal] = [],
        in workbook: inout Workbook
    ) throws(ReportError) {
        try endPart(totals: totals, in: &workbook)
    }

    /// Rows of the sheet at hand, if it is the table's only one and has any.
    var begunRows: UInt32? { parts.isEmpty && row > 0 ? row : nil }

    private mutating func begin(_ styles: Styles) throws(ReportError) {
        row = 0
        try sheet.setHeight(28, of: 0)
        for (index, column) in columns.enumerated() {
            try sheet.setWidth(column.width, from: UInt16(index), to: UInt16(index))
            try sheet.put(column.title, 0, UInt16(index), styles.header(of: column.type))
        }
        worksheet_freeze_panes(sheet.pointer, 1, 1)
        try sheet.setUpPrint(runID: runID)
        try Workbook.check(worksheet_repeat_rows(sheet.pointer, 0, 0), path: sheet.path)
    }

    private mutating func endPart(
        totals: [CurrencyTotal] = [],
        in workbook: inout Workbook
    ) throws(ReportError) {
        let last = UInt16(columns.count - 1)
        try Workbook.check(worksheet_autofilter(sheet.pointer, 0, 0, row, last), path: sheet.path)
        // After the filter, which libxlsxwriter puts only on rows that are not left yet.
        if row == 0, parts.isEmpty { try sheet.put(emptySentence, 1, 0, workbook.styles.note) }
        try put(totals: totals, in: &workbook)
        parts.append(Part(sheet: sheet.count.name, rows: Int64(row)))
        workbook.end(sheet)
    }

    private mutating func page(of cell: Cell) -> String? {
        guard let dashboard, links < Sheet.mostLinks, case .id(let id) = cell, let page = dashboard.page(of: id) else {
            return nil
        }
        links += 1
        return page
    }

    /// How many lines the row's sentences need; a row whose height is not set stays one line high.
    private static func lines(of cells: [Cell], in columns: [Column]) -> Int {
        var lines = 1
        for (index, cell) in cells.enumerated() {
            guard case .text(let text) = cell, Styles.wraps(text) else { continue }
            lines = max(lines, 1 + (text.utf8.count - 1) / Int(columns[index].width * 0.9))
        }
        return lines
    }

    private static func isTooLong(_ cell: Cell) -> Bool {
        switch cell {
        case .money(let money): ExactNumber.of(money) == nil
        case .integer(let number): ExactNumber.of(number) == nil
        default: false
        }
    }
}

extension Column {
    /// Its width on a sheet, in characters.
    fileprivate var width: Double {
        switch (type, name) {
        case (.id, "user_id"): 37
        case (.id, _): 26
        case (.instant, _): 18
        case (.money, _): 12
        case (.integer, _): 9
        case (.text, "currency"): 9
        case (.text, "cause"), (.text, "action"), (.text, "reason"): 34
        case (.text, "kind"), (.text, "resolution"), (.text, "run_id"), (.text, "failure"), (.text, "code"): 20
        case (.text, "slot"), (.text, "package_id"), (.text, "entry"): 22
        case (.text, "message"): 34
        case (.text, "meaning"), (.text, "note"): 70
        case (.text, "sheet"), (.text, "heading"), (.text, "column"), (.text, "unit"): 24
        case (.status, "ledger_status"): 20
        case (.text, _): 14
        case (.status, _): 13
        }
    }
}

extension Sheet {
    /// Landscape A4, one page wide, with the run and the page in the footer.
    func setUpPrint(runID: RunID) throws(ReportError) {
        worksheet_set_landscape(pointer)
        worksheet_set_paper(pointer, 9)
        worksheet_fit_to_pages(pointer, 1, 0)
        worksheet_set_margins(pointer, 0.4, 0.4, 0.5, 0.6)
        try Workbook.check(worksheet_set_footer(pointer, "&L\(runID.text)&C&A&RPage &P of &N"), path: path)
    }
}
