import Glibc
import Reconciliation

/// The folder where runs publish: `<run id>/` for each, and `latest`, a link to the newest.
struct ReportRoot {
    let path: String

    /// Opens the root, creating it where it is missing.
    ///
    /// - Throws: ``ReportError`` when others can write to it: they could replace a report between writing and reading.
    init(_ path: String) throws(ReportError) {
        self.path = path
        if try !isThere() { try Folder.create(path) }
        try requireSafety()
    }

    /// A root that has to be there.
    ///
    /// - Throws: ``ReportError`` when it is not, or when others can write to it.
    init(existingSafe path: String) throws(ReportError) {
        self.init(existing: path)
        guard try isThere() else {
            throw ReportError(path, "is not there", advice: "run first, or choose another reports.directory")
        }
        try requireSafety()
    }

    /// A root to look at, which is created by nobody.
    private init(existing path: String) { self.path = path }

    /// Requires that reports of that many bytes could be published in the root, which is not created where it is missing:
    /// the nearest folder above it counts then.
    static func examine(_ path: String, requiring bytes: Int64) throws(ReportError) {
        var root = ReportRoot(existing: path)
        if try root.isThere() {
            try root.requireSafety()
        } else {
            while try !root.isThere() {
                let parts = root.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                let above = parts.joined(separator: "/")
                root = ReportRoot(existing: above.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : above)
            }
        }
        try root.requireWritable()
        try root.requireSpace(for: bytes)
    }

    private func isThere() throws(ReportError) -> Bool {
        var status = stat()
        if stat(path, &status) == 0 { return true }
        guard errno == ENOENT else { throw .system(path, "cannot be looked at") }
        return false
    }

    private func requireSafety() throws(ReportError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(path, "cannot be looked at") }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw ReportError(path, "is not a folder", advice: "choose another reports.directory")
        }
        guard status.st_mode & S_IWOTH == 0 else {
            throw ReportError(
                path,
                "can be written to by others",
                advice: "take the right away with: chmod o-w \(path)"
            )
        }
    }

    func folder(of run: RunID) -> String { "\(path)/\(run)" }

    /// Requires that folders can be made there.
    func requireWritable() throws(ReportError) {
        guard access(path, W_OK | X_OK) == 0 else { throw .system(path, "cannot be written to") }
    }

    /// Requires room for that many bytes.
    func requireSpace(for bytes: Int64) throws(ReportError) {
        let free = try Folder.freeSpace(at: path)
        guard free >= bytes else {
            let (needed, left) = (megabytes(bytes), megabytes(free))
            throw ReportError(
                path,
                "has \(left) MB free where the report may need \(needed) MB",
                advice: "make room and run again"
            )
        }
    }

    /// Removes what killed runs left behind, unless another run is still writing it; gives the names.
    func removeLeftOvers() throws(ReportError) -> [String] {
        var removed: [String] = []
        for name in try Folder.names(in: path) where name.hasPrefix(TemporaryFolder.prefix) {
            let leftOver = "\(path)/\(name)"
            guard let lock = FolderLock(leftOver) else { continue }
            try Folder.remove(leftOver)
            _ = consume lock
            removed.append(name)
        }
        for name in try Folder.names(in: path) where isDraft(name) {
            unlink("\(path)/\(name)")
            removed.append(name)
        }
        return removed
    }

    /// Holds the root: while one report joins the chain, no other does, and none is pruned.
    ///
    /// Waits for whoever holds it, which is for no longer than a report takes to be read back.
    func lock() throws(ReportError) -> FolderLock {
        guard let lock = FolderLock(path, waits: true) else { throw .system(path, "cannot be locked") }
        return lock
    }

    /// Makes `latest` lead to the run's folder, at once: readers see the old one or the new one.
    func setLatest(_ run: RunID) throws(ReportError) {
        let link = "\(path)/\(Self.linkPrefix)\(run)"
        guard symlink(run.text, link) == 0 else { throw .system(link, "cannot be created") }
        do throws(ReportError) {
            try Folder.move(link, to: "\(path)/\(Self.latestName)")
        } catch {
            unlink(link)
            throw error
        }
    }

    /// Where `latest` leads; nil before the first report.
    static func latest(of root: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let length = readlink("\(root)/\(latestName)", &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static let latestName = "latest"

    /// Whether the name is that of a link or a list that was to be put in place.
    private func isDraft(_ name: String) -> Bool {
        name.hasPrefix(Self.linkPrefix) || name.hasPrefix(ReportIndex.draftPrefix)
    }

    private static let linkPrefix = ".latest-"

    private func megabytes(_ bytes: Int64) -> Int64 { (bytes + 999_999) / 1_000_000 }
}
