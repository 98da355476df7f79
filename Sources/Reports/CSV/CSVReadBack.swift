import Reconciliation

/// Counts a CSV file again from the disk: its rows, and the sum of each money column per currency.
enum CSVReadBack {
    /// - Throws: ``ReportError`` when the file is not what a ``CSVWriter`` of those columns writes.
    static func totals(
        of path: String,
        columns: [Column],
        dialect: CSVDialect = .plain
    ) throws(ReportError) -> ControlTotals {
        var counter = Counter(columns: columns)
        try forEachRow(of: path, dialect: dialect) { counter.read($0) }
        if let problem = counter.problem { throw ReportError.notAsWritten(path, problem) }
        guard counter.hasHeader else { throw ReportError.notAsWritten(path, "has no header row") }
        return counter.totals
    }

    /// How many rows a file has without its header.
    ///
    /// - Throws: ``ReportError`` when it is not RFC 4180 or does not begin as the dialect does.
    static func rows(of path: String, dialect: CSVDialect) throws(ReportError) -> Int64 {
        var rows: Int64 = -1
        try forEachRow(of: path, dialect: dialect) { _ in rows += 1 }
        return rows
    }

    private static func forEachRow(
        of path: String,
        dialect: CSVDialect,
        _ body: ([String]) -> Void
    ) throws(ReportError) {
        let file = try InputFile(path)
        let mark = dialect.mark
        guard try file.read(at: 0, count: mark.count) == mark else {
            throw .notAsWritten(path, "does not begin as a file for \(dialect.rawValue) does")
        }
        var parser = CSVParser()
        try file.forEachChunk(from: Int64(mark.count)) { chunk throws(ReportError) in
            guard parser.read(chunk, body) else { throw .notAsWritten(path, "is not RFC 4180") }
        }
        guard parser.isBetweenRows else { throw .notAsWritten(path, "ends within a row") }
    }
}

/// Adds up the rows of a CSV file.
private struct Counter {
    private let columns: [Column]
    private let currency: Int?
    private(set) var totals: ControlTotals
    private(set) var hasHeader = false
    private(set) var problem: String?

    init(columns: [Column]) {
        self.columns = columns
        currency = columns.firstIndex { $0.name == "currency" }
        totals = ControlTotals(columns: columns)
    }

    mutating func read(_ row: [String]) {
        guard hasHeader else {
            hasHeader = true
            if row != columns.map(\.name) { problem = "has another header than its table" }
            return
        }
        guard row.count == columns.count else { return note("has a row of \(row.count) fields") }
        totals.addRow()
        for (index, field) in row.enumerated() where columns[index].type == .money && !field.isEmpty {
            guard let minorUnits = Int128(field.filter { $0 != "." }),
                let currency = currency.flatMap({ Currency(row[$0]) })
            else { return note("has the unreadable amount “\(field)” in column \(columns[index].name)") }
            totals.add(minorUnits, currency, column: index)
        }
    }

    private mutating func note(_ problem: String) {
        if self.problem == nil { self.problem = "\(problem) after row \(totals.rows)" }
    }
}
