import Glibc
import NIOPosix
import Reconciliation
import Reports

/// The published reports, looked up and read away from the threads that answer requests.
actor ReportShelf {
    nonisolated let root: String
    private var list: (state: [FileState], reports: [ReportEntry])?
    private var proved: Set<Proof> = []

    /// A state of a file that was seen to have a hash.
    private struct Proof: Hashable {
        let file: FileIdentity
        let sha256: String

        init(_ file: PublishedFile) { (self.file, sha256) = (file.identity, file.listed.sha256) }
    }

    init(root: String) { self.root = root }

    /// Every report, newest first; read anew only when something came or went.
    ///
    /// - Throws: ``Refusal`` when the folder cannot be read.
    func reports() async throws -> [ReportEntry] {
        let root = root
        let state = ["", "/pruned"].map { FileState(of: root + $0) }
        if let list, list.state == state { return list.reports }
        do {
            let reports = try await Self.away { try ReportEntry.all(of: root) }
            list = (state, reports)
            return reports
        } catch is ReportError {
            throw Refusal.unreadable
        }
    }

    /// What became of a run that has no folder: nil where it never had one here.
    func pruned(_ run: RunID) async throws -> PrunedReport? {
        for case .pruned(let manifest, let record) in try await reports() where manifest.runID == run { return record }
        return nil
    }

    /// The manifest of a report.
    ///
    /// - Throws: ``Refusal`` with 404 or 410 where there is none, `ReportError` where it is not what was published.
    func manifest(of run: RunID) async throws -> Manifest {
        let root = root
        let manifest = try await Self.away { try ReportFolder.open(run, of: root)?.manifest }
        if let manifest { return manifest }
        throw try await missing(run)
    }

    /// Files of a report, each proved to be what its manifest says; all of them without names.
    ///
    /// - Throws: ``Refusal`` with 404 for a name that the manifest does not hold and 410 for a report that was pruned,
    ///   `ReportError` when a file is not what was published.
    func files(of run: RunID, named names: [String]? = nil) async throws -> [PublishedFile] {
        let root = root
        let files = try await Self.away { () -> [PublishedFile]? in
            guard let report = try ReportFolder.open(run, of: root) else { return nil }
            return try (names ?? report.names).map { name in
                guard let file = try report.file(name) else { throw Refusal.notFound }
                return file
            }
        }
        guard let files else { throw try await missing(run) }
        for file in files where !proved.contains(Proof(file)) {
            try await Self.away { try file.requireTruth() }
            if proved.count > 10_000 { proved = [] }
            proved.insert(Proof(file))
        }
        return files
    }

    /// The whole of one small file.
    func contents(of name: String, in run: RunID) async throws -> [UInt8] {
        let file = try await files(of: run, named: [name])[0]
        guard file.bytes <= Self.mostInMemory else { throw Refusal.notAsPublished }
        return try await Self.away { try file.read(at: 0, count: Int(file.bytes)) }
    }

    private func missing(_ run: RunID) async throws -> Refusal {
        guard let record = try await pruned(run) else { return .notFound }
        return Refusal(.gone, "That report was pruned on \(record.prunedAt) (\(record.rule)); its manifest is kept.")
    }

    private static let mostInMemory: Int64 = 64 << 20

    private static func away<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(work)
    }
}

/// Whether anything came into a folder, or went.
private struct FileState: Equatable {
    let number: UInt64
    let seconds: Int64
    let nanoseconds: Int64

    init(of path: String) {
        var status = stat()
        let isThere = stat(path, &status) == 0
        number = isThere ? UInt64(status.st_ino) : 0
        // Of the inode, so that a right that was taken away counts as well.
        seconds = isThere ? Int64(status.st_ctim.tv_sec) : 0
        nanoseconds = isThere ? Int64(status.st_ctim.tv_nsec) : 0
    }
}
