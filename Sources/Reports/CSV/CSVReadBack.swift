import Reconciliation

/// Counts a CSV file again from the disk: its rows, and the sum of each money column per currency.
enum CSVReadBack {
    /// - Throws: ``ReportError`` when the file is not what a ``CSVWriter`` of those columns writes.
    static func totals(of path: String, columns: [Column]) throws -> ControlTotals {
        let file = try InputFile(path)
        var parser = CSVParser()
        var counter = Counter(columns: columns)
        try file.forEachChunk { chunk in
            guard parser.read(chunk, { counter.read($0) }) else {
                throw ReportError.notAsWritten(path, "is not RFC 4180")
            }
        }
        guard parser.isBetweenRows else { throw ReportError.notAsWritten(path, "ends within a row") }
        if let problem = counter.problem { throw ReportError.notAsWritten(path, problem) }
        guard counter.hasHeader else { throw ReportError.notAsWritten(path, "has no header row") }
        return counter.totals
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
