import Reconciliation

/// One table by itself, written by what writes the detail sheets of a report: what `Benchmarks/report` measures.
package enum SingleTable {
    /// Writes the table as the only sheet of a workbook, with its temporary files in `folder`.
    package static func writeWorkbook(
        to path: String,
        temporaryFolder folder: String,
        columns: [Column],
        _ rows: ((borrowing [Cell]) throws -> Void) throws -> Void
    ) throws {
        let run = RunID(startedAt: Instant(secondsSinceEpoch: 0), command: "table", suffix: 0)
        var workbook = try Workbook(
            creating: path,
            temporaryFolder: folder,
            properties: Workbook.Properties(
                title: "Table",
                subject: "",
                author: "",
                keywords: "",
                created: Instant(secondsSinceEpoch: 0)
            )
        )
        var sheet = try TableSheet(
            title: "Table",
            columns: columns,
            emptySentence: "None.",
            runID: run,
            in: &workbook
        )
        try rows { row in try sheet.append(row, in: &workbook) }
        try sheet.end(in: &workbook)
        try workbook.finish()
    }

    /// Writes the table as a CSV file.
    package static func writeCSV(
        to path: String,
        columns: [Column],
        _ rows: ((borrowing [Cell]) throws -> Void) throws -> Void
    ) throws {
        var csv = try CSVWriter(creating: path, columns: columns)
        try rows { row in try csv.append(row) }
        _ = try csv.finish()
    }
}
