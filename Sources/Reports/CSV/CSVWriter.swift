import Reconciliation

/// Writes a table as RFC 4180: CRLF, commas, doubled quotes, a header row, UTF-8; an empty field is null.
///
/// Amounts are in major units without grouping, moments are RFC 3339 in UTC. A text that a spreadsheet would take for a
/// formula gets a leading apostrophe (CWE-1236); numbers are never touched.
struct CSVWriter: ~Copyable {
    private var file: OutputFile
    private let columns: Int
    private(set) var totals: ControlTotals

    /// Creates the file with its header.
    init(creating path: String, columns: [Column], dialect: CSVDialect = .plain) throws(ReportError) {
        var file = try OutputFile(creating: path)
        try file.append { $0.append(contentsOf: dialect.mark) }
        try file.append(columns.map(\.name).joined(separator: ",") + "\r\n")
        self.file = file
        totals = ControlTotals(columns: columns)
        self.columns = columns.count
    }

    /// Adds a row with a cell for each column.
    mutating func append(_ row: [Cell]) throws(ReportError) {
        precondition(row.count == columns, "\(row.count) cells for \(columns) columns")
        totals.add(row)
        try file.append { bytes in
            for (index, cell) in row.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                CSVField.append(cell, to: &bytes)
            }
            bytes.append(UInt8(ascii: "\r"))
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    mutating func finish() throws(ReportError) -> OutputFile.Written { try file.finish() }
}

/// One field of a CSV file.
enum CSVField {
    static func append(_ cell: Cell, to bytes: inout [UInt8]) {
        switch cell {
        case .text(let text), .id(let text): append(guarded(PlainText.clean(text)), to: &bytes)
        case .status(let word, _): append(guarded(PlainText.clean(word)), to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .money(let money): bytes.append(contentsOf: money.majorUnits.utf8)
        case .instant(let instant): bytes.append(contentsOf: instant.rfc3339.utf8)
        case .empty: break
        }
    }

    /// The text with an apostrophe before it if a spreadsheet would compute it.
    static func guarded(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, startsAFormula(first) else { return text }
        return "'" + text
    }

    private static func startsAFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
        default: false
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == quote || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        }
        guard needsQuotes else { return bytes.append(contentsOf: text.utf8) }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
