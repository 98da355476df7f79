import Reconciliation

/// What stays of a report that was pruned, beside its manifest: who took it away, when, and by which rule.
public struct PrunedReport: Codable, Hashable, Sendable {
    /// Raised when a key changes its meaning.
    public var schemaVersion = 1
    /// The report.
    public var runID: RunID
    /// When its files were removed.
    public var prunedAt: Instant
    /// The operating system's name of who did it.
    public var prunedBy: String
    /// The rule under which it went: `daily 90d`.
    public var rule: String
    /// SHA-256 of its manifest, as the report after it names it.
    public var manifestSHA256: String

    enum CodingKeys: String, CodingKey {
        case rule
        case schemaVersion = "schema_version"
        case runID = "run_id"
        case prunedAt = "pruned_at"
        case prunedBy = "pruned_by"
        case manifestSHA256 = "manifest_sha256"
    }

    /// The folder of a root that holds the manifests of what was pruned.
    static let folder = "pruned"
    private static let file = "pruned.json"

    /// Reads the record in a folder.
    static func read(in folder: String) throws(ReportError) -> PrunedReport {
        let path = "\(folder)/\(file)"
        let bytes = try InputFile(path).contents()
        guard let record = try? JSONText.decode(PrunedReport.self, from: bytes) else {
            throw .changed(path, "does not say when and by whom the report was pruned")
        }
        return record
    }

    /// Takes a report out of its root: first its manifest is put among the pruned, then its folder goes.
    ///
    /// Killed between the two it leaves both, and the next pruning removes the folder.
    func replace(_ report: String, in root: ReportRoot) throws {
        let shelf = "\(root.path)/\(Self.folder)"
        if !Folder.exists(shelf) { try Folder.create(shelf) }
        let target = "\(shelf)/\(runID)"
        if !Folder.exists(target) {
            let draft = "\(shelf)/\(TemporaryFolder.prefix)\(runID)"
            if Folder.exists(draft) { try Folder.remove(draft) }
            try Folder.create(draft)
            try write(InputFile("\(report)/\(ReportFile.manifest)").contents(), to: "\(draft)/\(ReportFile.manifest)")
            try write(JSONText.readable(self), to: "\(draft)/\(Self.file)")
            try Folder.synchronize(draft)
            try Folder.move(draft, to: target)
            try Folder.synchronize(shelf)
        }
        // Out of the way by one rename: nobody sees a folder that is half there.
        let leaving = "\(root.path)/\(TemporaryFolder.prefix)pruned-\(runID)"
        try Folder.move(report, to: leaving)
        try Folder.remove(leaving)
        try Folder.synchronize(root.path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(ReportError) {
        var file = try OutputFile(creating: path)
        try file.append { $0.append(contentsOf: bytes) }
        _ = try file.finish()
    }
}
