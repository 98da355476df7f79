import Failpoints
import Reconciliation

/// A report that was published.
public struct PublishedReport: Hashable, Sendable {
    /// Its folder.
    public let folder: String
    /// What it holds.
    public let manifest: Manifest
    /// What killed runs had left behind in the root, and was removed.
    public let removedLeftOvers: [String]
    /// Why the list of all runs could not be written; the report itself is whole.
    public let indexProblem: ReportError?
}

/// Publishes the reports of runs: a folder is complete or absent, and is never changed.
public struct ReportPublisher: Sendable {
    /// The folder that holds a folder for each run.
    public let root: String
    /// Rows of a detail sheet, header not counted, before it goes on on a further one.
    let rowsPerSheet: UInt32
    /// How CSV files begin.
    let dialect: CSVDialect

    /// Publishes into that folder, which is created where it is missing.
    public init(root: String, dialect: CSVDialect = .plain) {
        self.init(root: root, rowsPerSheet: Sheet.lastRowOfExcel, dialect: dialect)
    }

    init(root: String, rowsPerSheet: UInt32, dialect: CSVDialect = .plain) {
        self.root = root
        self.rowsPerSheet = rowsPerSheet
        self.dialect = dialect
    }

    /// Requires a root that reports can be published into, and creates it where it is missing: asked before a run writes
    /// anything, since its report is the last thing that it writes.
    ///
    /// - Throws: ``ReportError`` (exit status 73).
    public func requireRoot() throws(ReportError) { try ReportRoot(root).requireWritable() }

    /// Looks whether reports of that many bytes could be published, and creates nothing.
    ///
    /// - Throws: ``ReportError`` (exit status 73).
    public func examineRoot(requiring bytes: Int64) throws(ReportError) {
        try ReportRoot.examine(root, requiring: bytes)
    }

    /// Writes all files of the run, reads them back, and publishes the folder by one rename.
    ///
    /// `findings` is called once and hands in the run's findings one by one, oldest first. Then `details` is called once for
    /// each detail sheet, in order, and hands in its rows in portions: a cell for each of ``DetailSheet/columns``. All of them
    /// are written as they come, so that memory stays flat; what is held is the plan, and the exceptions that the page shows.
    ///
    /// - Throws: ``ReportError`` when the report cannot be written or is not on the disk as written (exit status 73), and
    ///   whatever `findings` and `details` throw. Nothing is published then.
    public func publish(
        _ result: RunResult,
        findings: ((OpenFinding) throws -> Void) async throws -> Void,
        details: (DetailSheet, ([[Cell]]) async throws -> Void) async throws -> Void
    ) async throws -> PublishedReport {
        let root = try ReportRoot(root)
        let removed = try root.removeLeftOvers()
        try root.requireUnpublished(result.id)
        try root.requireSpace(for: Self.estimate(result))
        var folder = try TemporaryFolder(for: result.id, in: root)
        var draft = try ReportDraft(result, in: folder.path, rowsPerSheet: rowsPerSheet, dialect: dialect)
        try await draft.write(findings: findings)
        for sheet in DetailSheet.allCases { try await draft.write(sheet, rows: details) }
        try draft.finish()
        let files = draft.files
        try await draft.expected.check(folder.path, files: files)
        // From here on to the rename no other report may join the chain. Nothing is awaited meanwhile: whoever waits for the
        // lock holds a thread, and the last one might be needed here.
        let lock = try root.lock()
        let tip = try ReportChain(of: root.path).tip
        let manifest = try draft.writeManifest(
            previous: tip.map { Manifest.Previous(runID: $0.runID, sha256: $0.sha256) }
        )
        try ReadBack.check(manifest, folder.path, files: draft.files.dropFirst(files.count))
        Step.reached(.reportWritten)
        try folder.publish(as: result.id, in: root)
        Step.reached(.reportPublished)
        try root.setLatest(result.id)
        let indexProblem = Self.writeIndex(of: root)
        _ = consume lock
        return PublishedReport(
            folder: root.folder(of: result.id),
            manifest: manifest,
            removedLeftOvers: removed,
            indexProblem: indexProblem
        )
    }

    /// Writes the list of all runs; a report that is published does not fail for it.
    private static func writeIndex(of root: ReportRoot) -> ReportError? {
        do throws(ReportError) {
            try ReportIndex(ReportChain(of: root.path)).write(to: root)
            return nil
        } catch {
            return error
        }
    }

    /// Bytes that the report and its temporary files may need: about 3 KB for each detail row and finding.
    private static func estimate(_ result: RunResult) -> Int64 {
        let details = [RecordKind.checkoutSession, .charge, .invoice].reduce(0) {
            $0 + (result.conservation.fetched[$1] ?? 0)
        }
        return 4_000_000 + 3_000 * (details + Int64(result.findings.count) + Int64(result.plan.corrections.count))
    }
}
