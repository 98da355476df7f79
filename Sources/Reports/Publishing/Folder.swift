import Glibc

/// What is asked of the file system about folders; errors name the path and what was asked.
enum Folder {
    /// Creates the folder with mode 0750, whatever the umask says.
    static func create(_ path: String) throws(ReportError) {
        guard mkdir(path, 0o750) == 0, chmod(path, 0o750) == 0 else { throw .system(path, "cannot be created") }
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether a folder is there, and no link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in the folder, sorted.
    static func names(in path: String) throws(ReportError) -> [String] {
        guard let handle = opendir(path) else { throw .system(path, "cannot be listed") }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes the folder and all in it; links are removed, never followed.
    static func remove(_ path: String) throws(ReportError) {
        for name in try names(in: path) {
            let inner = "\(path)/\(name)"
            var status = stat()
            if lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                try remove(inner)
            } else {
                try removeFile(inner)
            }
        }
        guard rmdir(path) == 0 else { throw .system(path, "cannot be removed") }
    }

    /// Removes a file, or a link.
    static func removeFile(_ path: String) throws(ReportError) {
        guard unlink(path) == 0 else { throw .system(path, "cannot be removed") }
    }

    /// Forces what is in the folder, or the file, to the disk.
    static func synchronize(_ path: String) throws(ReportError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path, "cannot be forced to the disk") }
    }

    static func move(_ path: String, to target: String) throws(ReportError) {
        guard rename(path, target) == 0 else { throw .system(target, "cannot be put in place") }
    }

    /// Free bytes for an ordinary user on the folder's file system.
    static func freeSpace(at path: String) throws(ReportError) -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .system(path, "cannot be asked for its free space") }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
