import Reconciliation

/// A published report as it is copied to another place: its files with their hashes, in the order in which they go there.
public struct ReportCopy: Sendable {
    /// One file.
    public struct File: Sendable, Hashable {
        /// Its name in the report's folder.
        public let name: String
        /// Where it is.
        public let path: String
        /// Its size.
        public let bytes: Int64
        /// SHA-256 of its bytes, as 64 lower-case hexadecimal digits.
        public let sha256: String
        /// Its media type.
        public let type: String
    }

    /// The run.
    public let runID: RunID
    /// The files; the manifest is the last, so that whoever looks for it first never sees half a report.
    public let files: [File]

    /// Reads a folder, and proves that it is what was published.
    ///
    /// - Throws: ``ReportError`` where it is not, or cannot be read.
    public init(of folder: String) throws(ReportError) {
        let manifest = try ReportVerification.verify(folder: folder)
        var files = manifest.files.map { file in
            File(folder, file.name, OutputFile.Written(bytes: file.bytes, sha256: file.sha256))
        }
        for name in [ReportFile.checksums, ReportFile.manifest] {
            files.append(try File(folder, name, InputFile("\(folder)/\(name)").measured()))
        }
        (runID, self.files) = (manifest.runID, files)
    }

    /// The runs whose reports are in a folder of reports, oldest first.
    ///
    /// - Throws: ``ReportError`` when the folder cannot be read.
    public static func runs(in root: String) throws(ReportError) -> [RunID] {
        try Folder.names(in: root).compactMap { name in
            guard let run = RunID(name), run.startedAt != nil, Folder.isFolder("\(root)/\(name)") else { return nil }
            return run
        }
    }

    /// The run to which `latest` leads; nil before the first report.
    public static func latest(in root: String) -> RunID? { ReportRoot.latest(of: root).flatMap(RunID.init) }

    /// One report of a folder of reports as a list shows it; nil where it is not there or damaged.
    public static func listed(_ run: RunID, in root: String) -> ListedReport? {
        let folder = "\(root)/\(run)"
        guard let manifest = try? InputFile("\(folder)/\(manifestName)").contents(),
            let summary = try? InputFile("\(folder)/\(summaryName)").contents()
        else { return nil }
        return ListedReport(manifest: manifest, summary: summary)
    }

    /// The file by which a report is found.
    public static let manifestName = ReportFile.manifest
    /// The file with its figures.
    public static let summaryName = ReportFile.summary
    /// The workbook.
    public static let workbookName = ReportFile.workbook
    /// The page.
    public static let pageName = ReportFile.page
}

extension ReportCopy.File {
    fileprivate init(_ folder: String, _ name: String, _ written: OutputFile.Written) {
        (self.name, path, bytes, sha256) = (name, "\(folder)/\(name)", written.bytes, written.sha256)
        type =
            switch name.split(separator: ".").last {
            case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case "csv": "text/csv; charset=utf-8"
            case "html": "text/html; charset=utf-8"
            case "json": "application/json"
            default: "text/plain; charset=utf-8"
            }
    }
}
