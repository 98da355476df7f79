import Glibc
import Reconciliation

/// Holds a folder: a temporary one against being cleaned away while a run writes it, a root while a report joins its chain.
/// The kernel lets go when the process dies.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Nil when another process holds it and it is not waited for, or it is no folder.
    init?(_ path: String, waits: Bool = false) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}

/// Where a report is written before it is published: on the same file system, so that publishing is one rename.
///
/// Unless it is published it goes when its owner goes, with all that is in it.
struct TemporaryFolder: ~Copyable {
    static let prefix = ".tmp-"

    let path: String
    private let lock: FolderLock
    private var isPublished = false

    init(for run: RunID, in root: ReportRoot) throws(ReportError) {
        let path = "\(root.path)/\(Self.prefix)\(run)"
        try Folder.create(path)
        guard let lock = FolderLock(path) else {
            throw ReportError(path, "is in use", advice: "wait for the other run")
        }
        self.path = path
        self.lock = lock
    }

    deinit {
        // An error is being passed on already, and the next run removes what is left.
        if !isPublished { try? Folder.remove(path) }
    }

    /// Puts the folder in its place, whole or not at all.
    ///
    /// - Throws: ``ReportError`` when a report of that run is published already; it is never changed.
    mutating func publish(as run: RunID, in root: ReportRoot) throws(ReportError) {
        try Folder.synchronize(path)
        try root.requireUnpublished(run)
        try Folder.move(path, to: root.folder(of: run))
        isPublished = true
        try Folder.synchronize(root.path)
    }
}

extension ReportRoot {
    /// Requires that no report of the run is published.
    func requireUnpublished(_ run: RunID) throws(ReportError) {
        guard !Folder.exists(folder(of: run)) else {
            throw ReportError(
                folder(of: run),
                "is published already, and a published report is never changed",
                advice: "make a report under another run id"
            )
        }
    }
}
