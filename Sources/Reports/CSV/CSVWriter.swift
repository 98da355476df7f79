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
        case .text(let text), .id(let text): appendWords(text, to: &bytes)
        case .status(let word, _): appendWords(word, to: &bytes)
        case .integer(let number): append(number, decimals: 0, to: &bytes)
        case .money(let money): append(money.minorUnits, decimals: money.currency.exponent, to: &bytes)
        case .instant(let instant): instant.appendRFC3339(to: &bytes)
        case .empty: break
        }
    }

    /// Most text is an id or a word that stands in the file as it is, and is seen to be that in one pass.
    private static func appendWords(_ text: String, to bytes: inout [UInt8]) {
        let isDone = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard standsAsItIs(utf8) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        if isDone != true { append(guarded(PlainText.clean(text)), to: &bytes) }
    }

    /// Whether all bytes are ASCII from `-` to `~`, none of which needs quotes, and the first begins no formula.
    private static func standsAsItIs(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = utf8.first else { return true }
        guard first != UInt8(ascii: "-"), first != UInt8(ascii: "="), first != UInt8(ascii: "@") else { return false }
        let range = UInt8(ascii: "~") - UInt8(ascii: "-")
        var others: UInt8 = 0
        // Without a way out of the loop, so that it is done sixteen bytes at a time.
        for byte in utf8 { others |= byte &- UInt8(ascii: "-") > range ? 1 : 0 }
        return others == 0
    }

    /// Adds a whole number of 1/10^decimals: `-12.50`.
    private static func append(_ number: Int64, decimals: Int, to bytes: inout [UInt8]) {
        let most = 24
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { digits in
            var (rest, start, count) = (number.magnitude, most, 0)
            repeat {
                if count == decimals, count > 0 {
                    start -= 1
                    digits[start] = UInt8(ascii: ".")
                }
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
                count += 1
            } while rest > 0 || count <= decimals
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
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
