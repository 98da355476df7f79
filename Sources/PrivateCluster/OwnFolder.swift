import Foundation

/// Tells our folders from those that somebody else put in their place, in a parent that everybody may write to.
enum OwnFolder {
    /// Whether it is a folder, no link to one, and belongs to us or to the server's user.
    static func isOurs(_ folder: URL) -> Bool {
        var status = stat()
        guard lstat(folder.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        if status.st_uid == geteuid() { return true }
        guard geteuid() == 0, let user = getpwnam(PrivateCluster.superuser) else { return false }
        return status.st_uid == user.pointee.pw_uid
    }
}
