import CXlsxWriter
import Reconciliation

/// The cover: the verdict first, then what the report is about, what is in it, and who signs it.
struct CoverSheet {
    private var sheet: Sheet
    private let styles: Styles
    private var row: UInt32 = 0

    /// Writes the cover; `contents` are the sheets that follow, each with what it shows.
    init(
        _ result: RunResult,
        contents: [(sheet: String, shows: String)],
        in workbook: inout Workbook
    ) throws(ReportError) {
        sheet = try workbook.addSheet(named: "Cover")
        styles = workbook.styles
        try sheet.setWidth(54, from: 0, to: 0)
        try sheet.setWidth(34, from: 1, to: 1)
        try sheet.setWidth(20, from: 2, to: 3)
        try sheet.setWidth(40, from: 4, to: 4)
        try sheet.setUpPrint(runID: result.id)
        worksheet_set_portrait(sheet.pointer)
        // One page that can be signed and filed.
        worksheet_fit_to_pages(sheet.pointer, 1, 1)
        worksheet_gridlines(sheet.pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
        try putVerdict(of: result)
        try putFacts(of: result)
        try putFigures(of: result)
        try put(contents: contents)
        try putSignOff()
        try putLimits()
        workbook.end(sheet)
    }

    private mutating func putVerdict(of result: RunResult) throws(ReportError) {
        let verdict = Verdict(result)
        try sheet.setHeight(28, of: 0)
        try sheet.put("Credit reconciliation", 0, 0, styles.title)
        try sheet.put("What Stripe says was paid, against what the credit ledger says was given", 1, 0, styles.subtitle)
        let format =
            switch verdict.tone {
            case .good: styles.verdictGood
            case .attention, .neutral: styles.verdictAttention
            case .bad: styles.verdictBad
            }
        try sheet.setHeight(30, of: 3)
        try sheet.put(verdict.words, 3, 0, format)
        try sheet.putBlank(3, 1, format)
        try sheet.put(verdict.sentence, 4, 0, styles.label)
        row = 5
        for remark in result.remarks {
            try sheet.put(remark, row, 0, styles.bad)
            row += 1
        }
        row += 1
    }

    private mutating func putFacts(of result: RunResult) throws(ReportError) {
        let environment = result.livemode ? styles.good : styles.attention
        for (index, fact) in result.facts.enumerated() {
            try sheet.put(fact.label, row, 0, styles.label)
            try sheet.put(fact.fact, row, 1, index == 0 ? environment : styles.text)
            row += 1
        }
        row += 1
    }

    private mutating func putFigures(of result: RunResult) throws(ReportError) {
        try putHeading("In figures")
        for (label, figure) in result.keyFigures {
            try sheet.put(label, row, 0, styles.text)
            try sheet.put(Double(figure), row, 1, styles.figure)
            row += 1
        }
        for statement in result.tieOutStatements {
            try sheet.put("Unreconciled, \(statement.currency), \(statement.title)", row, 0, styles.label)
            let word = statement.tiesOut ? "none: ties out" : "NOT ZERO: see Tie-out"
            try sheet.put(word, row, 1, statement.tiesOut ? styles.good : styles.bad)
            row += 1
        }
        row += 1
    }

    private mutating func put(contents: [(sheet: String, shows: String)]) throws(ReportError) {
        try putHeading("Contents")
        for (name, shows) in contents {
            try sheet.put(name, link: "internal:'\(name)'!A1", row, 0, styles.link)
            try sheet.put(shows, row, 1, styles.text)
            row += 1
        }
        row += 1
    }

    private mutating func putSignOff() throws(ReportError) {
        try putHeading("Sign-off")
        for (column, heading) in ["", "Name", "Date", "Signature", "Comment"].enumerated() {
            if heading.isEmpty {
                try sheet.putBlank(row, UInt16(column), styles.header)
            } else {
                try sheet.put(heading, row, UInt16(column), styles.header)
            }
        }
        for role in ["Prepared by", "Reviewed by", "Approved by"] {
            row += 1
            try sheet.put(role, row, 0, styles.label)
            for column in 1...4 { try sheet.putBlank(row, UInt16(column), styles.entry) }
        }
        row += 2
    }

    private mutating func putLimits() throws(ReportError) {
        try putHeading("What this report does not cover")
        for sentence in RunResult.limits {
            try sheet.put(sentence, row, 0, styles.text)
            row += 1
        }
    }

    private mutating func putHeading(_ text: String) throws(ReportError) {
        try sheet.setHeight(20, of: row)
        try sheet.put(text, row, 0, styles.heading)
        row += 1
    }
}
