import Glibc
import Reconciliation

/// A report while it is written into its temporary folder: small tables first, then findings and detail rows as they stream
/// by.
struct ReportDraft: ~Copyable {
    private let folder: String
    private let result: RunResult
    private var tables: RunTables
    private let rowsPerSheet: UInt32
    private let dialect: CSVDialect
    private var workbook: Workbook
    private var tieOut: TieOutSheet
    private var detailTotals: [DetailTotals] = []
    private var findings: (written: OutputFile.Written, totals: ControlTotals)?
    private var planHash = ""
    private(set) var files: [Manifest.File] = []
    private(set) var expected = ReadBack()

    /// Begins the report with all that is known before the detail rows.
    init(_ result: RunResult, in folder: String, rowsPerSheet: UInt32, dialect: CSVDialect) throws(ReportError) {
        let tables = RunTables(result)
        var workbook = try Workbook(
            creating: "\(folder)/\(ReportFile.workbook)",
            temporaryFolder: folder,
            properties: Workbook.Properties(
                title: "Credit reconciliation \(result.status.words)",
                subject: "Stripe payments against the credit ledger, \(result.period.since) to \(result.period.cutOff)",
                author: "Tieout \(result.toolVersion)",
                keywords: result.id.text,
                custom: [
                    "run_id": result.id.text, "status": result.status.rawValue,
                    "period": "\(result.period.since)/\(result.period.cutOff)",
                ],
                created: result.finishedAt
            )
        )
        _ = try CoverSheet(result, contents: Self.contents(tables), in: &workbook)
        let tieOut = try TieOutSheet(result, in: &workbook)
        try ChartsSheet.write(tables.charts(of: result), runID: result.id, in: &workbook)
        try Self.put(tables.days, of: result, in: &workbook)
        self.folder = folder
        self.result = result
        self.tables = tables
        self.rowsPerSheet = rowsPerSheet
        self.dialect = dialect
        self.tieOut = tieOut
        self.workbook = workbook
    }

    /// Writes `findings.csv` and the sheet of the exceptions in one pass over the findings that `findings` hands in, and the
    /// small tables whose sheets stand behind it. The page shows the first exceptions only, and only these are held.
    mutating func write(
        findings: ((OpenFinding) throws -> Void) async throws -> Void
    ) async throws {
        let rows = FindingRows(of: result)
        var csv = try CSVWriter(
            creating: "\(folder)/\(ReportFile.findings)",
            columns: FindingRows.columns,
            dialect: dialect
        )
        var sheet = try Self.sheet(for: tables.exceptions, of: result, in: &workbook)
        try await findings { found in
            try csv.append(rows.listed(found))
            guard let exception = rows.exception(found) else { return }
            try sheet.append(exception, in: &workbook)
            if tables.exceptions.rows.count < ReportPage.mostRows { tables.exceptions.append(exception) }
        }
        try sheet.offer(
            ["corrected", "refunded", "no action needed", "accepted", "being looked into"],
            in: "resolution"
        )
        try sheet.end(in: &workbook)
        self.findings = (try csv.finish(), csv.totals)
        for table in tables.behindExceptions { try Self.put(table, of: result, in: &workbook) }
    }

    /// Writes a detail sheet and its CSV file, side by side, in one pass over the portions that `rows` hands in.
    mutating func write(
        _ sheet: DetailSheet,
        rows: (DetailSheet, ([[Cell]]) async throws -> Void) async throws -> Void
    ) async throws {
        let csv = CSVFile(
            try CSVWriter(creating: "\(folder)/\(sheet.fileName)", columns: sheet.columns, dialect: dialect)
        )
        var table = try TableSheet(
            title: sheet.title,
            columns: sheet.columns,
            emptySentence: sheet.emptySentence,
            runID: result.id,
            rowsPerSheet: rowsPerSheet,
            in: &workbook
        )
        try await rows(sheet) { portion in
            async let filed: Void = csv.append(portion)
            for row in portion { try table.append(row, in: &workbook) }
            try await filed
        }
        try table.end(in: &workbook)
        let (written, totals) = try await csv.finish()
        detailTotals.append(DetailTotals(sheet, written: table, totals: totals))
        note(sheet.fileName, written, rows: totals.rows)
        expected.tables.append(
            ReadBack.Table(file: sheet.fileName, columns: sheet.columns, totals: totals, dialect: dialect)
        )
    }

    /// Writes what follows from all rows: then only the files that describe the others are missing.
    mutating func finish() throws {
        try finishWorkbook()
        noteFindings()
        try writeTable(tables.grants, to: ReportFile.grants)
        try writeTable(tables.sales, to: ReportFile.sales)
        planHash = try writePlan()
        let summary = Summary(result)
        try write(JSONText.readable(summary), to: ReportFile.summary)
        try write(ReportPage.bytes(of: result, tables: tables, files: ReportFile.linked), to: ReportFile.page)
        expected.summary = summary
    }

    /// Writes the manifest, which says what the report before this one was, and the checksums.
    ///
    /// - Precondition: ``finish()`` was called.
    mutating func writeManifest(previous: Manifest.Previous?) throws -> Manifest {
        let manifest = Manifest(result, files: files, dialect: dialect, planHash: planHash, previous: previous)
        try write(JSONText.readable(manifest), to: ReportFile.manifest)
        let lines = files.sorted { $0.name < $1.name }.map { "\($0.sha256)  \($0.name)\n" }
        try write(Array(lines.joined().utf8), to: ReportFile.checksums)
        return manifest
    }

    /// Writes the plan, correction by correction, and gives its hash.
    private mutating func writePlan() throws -> String {
        let text = PlanText(PlanDocument(headOf: result))
        let corrections = result.plan.corrections.lazy.map(PlanDocument.Entry.init)
        let hash = try text.hash(of: corrections)
        var file = try OutputFile(creating: "\(folder)/\(ReportFile.plan)")
        try text.write(corrections, hash: hash) { piece in try file.append { $0 += piece } }
        try note(ReportFile.plan, file.finish())
        return hash
    }

    private mutating func finishWorkbook() throws(ReportError) {
        for table in [tables.dictionary, tables.log] { try Self.put(table, of: result, in: &workbook) }
        try tieOut.put(controlTotals: detailTotals)
        tieOut.end(in: &workbook)
        try workbook.finish()
        let path = workbook.path
        guard chmod(path, 0o640) == 0 else { throw .system(path, "cannot be given mode 0640") }
        try Folder.synchronize(path)
        expected.sheets = workbook.counts
        expected.charts = workbook.charts
        let rows = Dictionary(uniqueKeysWithValues: workbook.counts.map { ($0.name, $0.rows) })
        try note(ReportFile.workbook, InputFile(path).measured(), sheets: rows)
    }

    private mutating func noteFindings() {
        guard let findings else { preconditionFailure("findings are written before the report is finished") }
        note(ReportFile.findings, findings.written, rows: findings.totals.rows)
        expected.tables.append(
            ReadBack.Table(
                file: ReportFile.findings,
                columns: FindingRows.columns,
                totals: findings.totals,
                dialect: dialect
            )
        )
    }

    private mutating func writeTable(_ table: Table, to name: String) throws(ReportError) {
        var csv = try CSVWriter(creating: "\(folder)/\(name)", columns: table.columns, dialect: dialect)
        for row in table.rows { try csv.append(row) }
        try note(name, csv.finish(), rows: csv.totals.rows)
        expected.tables.append(
            ReadBack.Table(file: name, columns: table.columns, totals: table.totals, dialect: dialect)
        )
    }

    private mutating func write(_ bytes: [UInt8], to name: String) throws(ReportError) {
        var file = try OutputFile(creating: "\(folder)/\(name)")
        try file.append { $0.append(contentsOf: bytes) }
        try note(name, file.finish())
    }

    private mutating func note(
        _ name: String,
        _ written: OutputFile.Written,
        rows: Int64? = nil,
        sheets: [String: Int64]? = nil
    ) {
        files.append(
            Manifest.File(name: name, bytes: written.bytes, sha256: written.sha256, rows: rows, sheets: sheets)
        )
    }

    private static func put(_ table: Table, of result: RunResult, in workbook: inout Workbook) throws(ReportError) {
        var sheet = try sheet(for: table, of: result, in: &workbook)
        for row in table.rows { try sheet.append(row, in: &workbook) }
        try sheet.end(totals: table.currencyTotals, in: &workbook)
    }

    private static func sheet(
        for table: Table,
        of result: RunResult,
        in workbook: inout Workbook
    ) throws(ReportError) -> TableSheet {
        try TableSheet(
            title: table.title,
            columns: table.columns,
            emptySentence: table.emptySentence,
            runID: result.id,
            dashboard: StripeDashboard(livemode: result.livemode),
            in: &workbook
        )
    }

    private static func contents(_ tables: RunTables) -> [(sheet: String, shows: String)] {
        [("Tie-out", "What was paid against what was given, per currency, down to the unreconciled difference")]
            + [(ChartsSheet.title, "When purchases were missed, what each package brought, how old open findings are")]
            + tables.beforeDetails.map { ($0.title, $0.caption) }
            + DetailSheet.allCases.map { ($0.title, $0.caption) }
            + [tables.dictionary, tables.log].map { ($0.title, $0.caption) }
    }
}
