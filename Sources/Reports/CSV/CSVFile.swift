import Reconciliation

/// A CSV file that one task writes while another writes the sheet of the same rows.
actor CSVFile {
    private var writer: CSVWriter

    init(_ writer: consuming CSVWriter) { self.writer = writer }

    /// Adds rows, each with a cell for each column.
    func append(_ rows: [[Cell]]) throws(ReportError) {
        for row in rows { try writer.append(row) }
    }

    /// Forces the file to the disk, and says what is in it.
    func finish() throws(ReportError) -> (written: OutputFile.Written, totals: ControlTotals) {
        (try writer.finish(), writer.totals)
    }
}
