/// What must be on the disk before a report is published.
struct ReadBack: Sendable {
    /// A CSV file.
    struct Table: Sendable {
        var file: String
        var columns: [Column]
        var totals: ControlTotals
        var dialect: CSVDialect
    }

    var sheets: [SheetCount] = []
    var charts = 0
    var tables: [Table] = []
    var summary: Summary?

    /// Reads all files but manifest and checksums again and compares it with what was written: bytes, workbook and tables at the same time.
    ///
    /// - Throws: ``ReportError`` naming the first file that differs.
    func check(_ folder: String, files: [Manifest.File]) async throws {
        async let bytes: Void = Self.checkBytes(of: files[...], in: folder)
        async let workbook: Void = WorkbookReadBack.check(
            "\(folder)/\(ReportFile.workbook)",
            holds: sheets,
            charts: charts
        )
        async let tables: Void = checkTables(in: folder)
        try await bytes
        try await workbook
        try await tables
        try Self.check(summary, "\(folder)/\(ReportFile.summary)")
    }

    /// Reads the manifest and the checksums, which are `files`, again and compares them with what was written.
    ///
    /// - Throws: ``ReportError`` naming the first file that differs.
    static func check(_ manifest: Manifest, _ folder: String, files: ArraySlice<Manifest.File>) throws {
        try checkBytes(of: files, in: folder)
        try check(manifest, "\(folder)/\(ReportFile.manifest)")
    }

    private static func checkBytes(of files: ArraySlice<Manifest.File>, in folder: String) throws(ReportError) {
        for file in files {
            let found = try InputFile("\(folder)/\(file.name)").measured()
            guard found == OutputFile.Written(bytes: file.bytes, sha256: file.sha256) else {
                throw ReportError.notAsWritten("\(folder)/\(file.name)", "holds other bytes than were written")
            }
        }
    }

    /// Requires each CSV file to have the rows and totals of its table.
    func checkTables(in folder: String) throws(ReportError) {
        for table in tables {
            let path = "\(folder)/\(table.file)"
            guard try CSVReadBack.totals(of: path, columns: table.columns, dialect: table.dialect) == table.totals
            else {
                throw ReportError.notAsWritten(path, "has other rows or totals than its table")
            }
        }
    }

    private static func check<Document: Codable & Equatable>(_ document: Document?, _ path: String) throws {
        guard let document else { throw ReportError.notAsWritten(path, "was not written") }
        let bytes = try InputFile(path).contents()
        guard let found = try? JSONText.decode(Document.self, from: bytes), found == document else {
            throw ReportError.notAsWritten(path, "does not read as what was written")
        }
    }
}
