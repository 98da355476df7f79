import Glibc
import Reconciliation

/// The folder of one report, opened to be read: its files are looked up by name in its manifest, and nothing else of it can be had.
///
/// Folder and files are opened without following links, relative to each other: what is read is of the folder that was
/// opened, though another took its place meanwhile.
package struct ReportFolder: ~Copyable {
    /// What the folder holds.
    package let manifest: Manifest
    /// SHA-256 of the manifest's bytes.
    package let manifestSHA256: String
    private let folder: OpenFolder

    /// Opens the folder of a run.
    ///
    /// - Returns: Nil when the root has no such folder, or has it no longer.
    /// - Throws: ``ReportError`` when the folder, its manifest or its checksums are not what was published.
    package static func open(_ run: RunID, of root: String) throws(ReportError) -> ReportFolder? {
        let path = "\(root)/\(run)"
        guard Folder.isFolder(path) else { return nil }
        do throws(ReportError) {
            return try ReportFolder(run, of: root)
        } catch {
            // Pruned since the first look: what was missing then is no damage.
            guard Folder.exists(path) else { return nil }
            throw error
        }
    }

    private init(_ run: RunID, of root: String) throws(ReportError) {
        let folder = try OpenFolder("\(root)/\(run)")
        let bytes = try InputFile(ReportFile.manifest, of: folder).contents()
        guard let manifest = try? JSONText.decode(Manifest.self, from: bytes), manifest.runID == run else {
            throw .changed("\(root)/\(run)/\(ReportFile.manifest)", "is not the manifest of the run")
        }
        let sha256 = SHA256.digest(of: bytes)
        let sums = try ReportVerification.checksums(in: InputFile(ReportFile.checksums, of: folder))
        try ReportVerification.requireAgreement(of: manifest, and: sums, in: folder.path)
        guard sums[ReportFile.manifest] == sha256 else {
            throw .changed("\(folder.path)/\(ReportFile.manifest)", "was changed after it was published")
        }
        self.manifest = manifest
        manifestSHA256 = sha256
        self.folder = folder
    }

    /// Every file that can be had, by name: those of the manifest, the manifest itself, and the checksums.
    package var names: [String] {
        manifest.files.map(\.name).filter(Self.isPlain) + [ReportFile.manifest, ReportFile.checksums]
    }

    /// Opens a file of the report.
    ///
    /// - Returns: Nil for a name that the manifest does not hold.
    /// - Throws: ``ReportError`` when the file is missing, or of another size than the manifest says.
    package func file(_ name: String) throws(ReportError) -> PublishedFile? {
        guard names.contains(name) else { return nil }
        let file = try InputFile(name, of: folder)
        guard let listed = manifest.files.first(where: { $0.name == name }) else {
            // No manifest tells its own hash, nor that of the sums that hold it: they are what they are.
            let written = try file.measured()
            return PublishedFile(file, as: Manifest.File(name: name, bytes: written.bytes, sha256: written.sha256))
        }
        guard file.size == listed.bytes else {
            throw .changed("\(manifest.runID)/\(listed.name)", "has another size than published")
        }
        return PublishedFile(file, as: listed)
    }

    /// Whether a name is that of a file in the folder itself, and of none that is hidden: a manifest that lies leads nowhere.
    private static func isPlain(_ name: String) -> Bool { name.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9._-]*/) != nil }
}

/// A file of a published report that is being read.
package final class PublishedFile: Sendable {
    /// What the manifest says of it.
    package let listed: Manifest.File
    private let file: InputFile

    init(_ file: consuming InputFile, as listed: Manifest.File) {
        self.file = file
        self.listed = listed
    }

    /// Its size.
    package var bytes: Int64 { file.size }

    /// What tells it from every other file and state of it: device, number, size and time of change.
    package var identity: FileIdentity { file.identity }

    /// Requires that its bytes are those of the manifest.
    ///
    /// - Throws: ``ReportError`` when they are not.
    package func requireTruth() throws(ReportError) {
        guard try file.measured().sha256 == listed.sha256 else {
            throw .changed(listed.name, "was changed after it was published")
        }
    }

    /// The bytes at an offset; fewer only at the end of the file.
    ///
    /// - Throws: ``ReportError`` when it cannot be read.
    package func read(at offset: Int64, count: Int) throws(ReportError) -> [UInt8] {
        try file.read(at: offset, count: count)
    }
}

/// What tells one state of a file from every other.
package struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
    let size: Int64
    let changedAt: Int64
    let nanoseconds: Int64
}

/// A folder that stays open; the one owner of its descriptor.
struct OpenFolder: ~Copyable {
    let path: String
    let descriptor: Int32

    init(_ path: String) throws(ReportError) {
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path, "cannot be opened") }
        self.path = path
    }

    deinit { close(descriptor) }
}
