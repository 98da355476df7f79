/// What must be on the disk before a report is published.
struct ReadBack {
    /// A CSV file.
    struct Table {
        var file: String
        var columns: [Column]
        var totals: ControlTotals
        var dialect: CSVDialect
    }

    var sheets: [SheetCount] = []
    var charts = 0
    var tables: [Table] = []
    var summary: Summary?
    var manifest: Manifest?

    /// Reads every file again and compares it with what was written.
    ///
    /// - Throws: ``ReportError`` naming the first file that differs.
    func check(_ folder: String, files: [Manifest.File]) throws {
        for file in files {
            let found = try InputFile("\(folder)/\(file.name)").measured()
            guard found == OutputFile.Written(bytes: file.bytes, sha256: file.sha256) else {
                throw ReportError.notAsWritten("\(folder)/\(file.name)", "holds other bytes than were written")
            }
        }
        try WorkbookReadBack.check("\(folder)/\(ReportFile.workbook)", holds: sheets, charts: charts)
        for table in tables {
            let path = "\(folder)/\(table.file)"
            guard try CSVReadBack.totals(of: path, columns: table.columns, dialect: table.dialect) == table.totals
            else {
                throw ReportError.notAsWritten(path, "has other rows or totals than its table")
            }
        }
        try check(summary, "\(folder)/\(ReportFile.summary)")
        try check(manifest, "\(folder)/\(ReportFile.manifest)")
    }

    private func check<Document: Codable & Equatable>(_ document: Document?, _ path: String) throws {
        guard let document else { throw ReportError.notAsWritten(path, "was not written") }
        let bytes = try InputFile(path).contents()
        guard let found = try? JSONText.decode(Document.self, from: bytes), found == document else {
            throw ReportError.notAsWritten(path, "does not read as what was written")
        }
    }
}
