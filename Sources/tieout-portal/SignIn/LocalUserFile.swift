import Foundation

/// The file of local users: read as a whole, and replaced as a whole.
struct LocalUserFile: Sendable {
    /// Where it is.
    let path: String

    /// Which state of the file was read: it changes whenever the file does.
    struct Stamp: Hashable, Sendable {
        fileprivate let numbers: [Int64]
    }

    /// The most bytes that are read.
    private static let limit = 1 << 20

    /// The users in the file, and the state they were read from.
    ///
    /// - Throws: ``SignInFault`` when it is not there, is no plain file of this user that others cannot read, or has a damaged
    ///   line, which is named by its number.
    func read() throws(SignInFault) -> (users: [LocalUser], stamp: Stamp) {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw cannot("be read") }
        defer { close(file) }
        let status = try checked(file)
        guard status.st_size <= Self.limit else { throw SignInFault("\(path) is larger than a file of users can be") }
        guard let data = try? FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd() ?? Data(),
            let text = String(validating: data, as: UTF8.self)
        else { throw SignInFault("\(path) is no text") }
        return (try Self.users(in: text, of: path), Stamp(status))
    }

    /// The state of the file at the moment, without reading it; nil where there is none.
    var stamp: Stamp? {
        var status = Glibc.stat()
        return lstat(path, &status) == 0 ? Stamp(status) : nil
    }

    /// Changes the users in the file: nobody ever reads half of it, and two changes at once happen one after the other.
    ///
    /// - Parameter mayBegin: whether a file that is not there is taken as one without users.
    /// - Throws: ``SignInFault``; the file is then as it was.
    func change(mayBegin: Bool = false, _ body: (inout [LocalUser]) throws(SignInFault) -> Void) throws(SignInFault) {
        // The folder, as the file itself is another after each change.
        let folder = try openFolder()
        defer { close(folder) }
        guard flock(folder, LOCK_EX) == 0 else { throw cannot("be locked") }
        var users = mayBegin && stamp == nil ? [] : try read().users
        try body(&users)
        try replace(with: users.map { $0.line + "\n" }.joined())
        // Makes the rename last, as far as the file system lets it.
        fsync(folder)
    }

    private func replace(with text: String) throws(SignInFault) {
        // In the same folder, because a rename goes no further.
        let draft = "\(path).\(UUID().uuidString).draft"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw cannot("be written") }
        var former = Glibc.stat()
        // Root who adds a user leaves the file to the portal's own user.
        let isOwned =
            lstat(path, &former) != 0 || former.st_uid == geteuid() || fchown(file, former.st_uid, former.st_gid) == 0
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            guard isOwned, fchmod(file, 0o600) == 0 else { throw CocoaError(.fileWriteNoPermission) }
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
            try handle.close()
            guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(draft)
            throw SignInFault("\(path) cannot be written")
        }
    }

    private func openFolder() throws(SignInFault) -> Int32 {
        let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw cannot("be changed") }
        return folder
    }

    private func checked(_ file: Int32) throws(SignInFault) -> stat {
        var status = Glibc.stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SignInFault("\(path) is no plain file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SignInFault("\(path) is open to others", advice: "chmod 600 \(path)")
        }
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw SignInFault("\(path) belongs to another user", advice: "Give it to the user that the portal runs as.")
        }
        return status
    }

    private static func users(in text: String, of path: String) throws(SignInFault) -> [LocalUser] {
        var users: [LocalUser] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            // The line itself holds a hash and is not repeated.
            guard let user = LocalUser(line: line) else {
                throw SignInFault(
                    "line \(index + 1) of \(path) is damaged",
                    advice: "Remove it, then add that user again."
                )
            }
            guard !users.contains(where: { $0.name.lowercased() == user.name.lowercased() }) else {
                throw SignInFault(
                    "line \(index + 1) of \(path) names a user for the second time",
                    advice: "Remove one of them."
                )
            }
            users.append(user)
        }
        return users
    }

    private func cannot(_ what: String) -> SignInFault {
        SignInFault("\(path) cannot \(what): \(String(cString: strerror(errno)))")
    }
}

extension LocalUserFile.Stamp {
    fileprivate init(_ status: stat) {
        numbers = [
            Int64(status.st_dev), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size),
            Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec),
            Int64(status.st_ctim.tv_nsec), Int64(status.st_mode), Int64(status.st_uid),
        ]
    }
}
