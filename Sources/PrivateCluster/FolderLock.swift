import Foundation

/// The right to a folder, which the kernel takes back when its holder is gone, however it went.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Parameter creating: whether to make the lock's file; a folder without one is still being made by another.
    /// - Throws: ``PrivateClusterError/inUse(folder:)`` when another process holds it or the folder cannot be used.
    init(_ folder: URL, creating: Bool) throws {
        // Not inherited: the server that we start must not keep the lock of a process that was killed.
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creating ? O_CREAT : 0)
        descriptor = open(folder.appendingPathComponent("owner.lock").path, flags, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw PrivateClusterError.inUse(folder: folder.path)
        }
    }

    deinit { close(descriptor) }
}
