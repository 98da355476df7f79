import Glibc

/// A file that is read back; the one owner of its descriptor.
struct InputFile: ~Copyable {
    let path: String
    let size: Int64
    private let descriptor: Int32

    /// What tells this state of the file from every other.
    let identity: FileIdentity

    init(_ path: String) throws(ReportError) {
        try self.init(path, descriptor: open(path, Self.flags))
    }

    /// A file of an open folder, by its name.
    init(_ name: String, of folder: borrowing OpenFolder) throws(ReportError) {
        try self.init("\(folder.path)/\(name)", descriptor: openat(folder.descriptor, name, Self.flags))
    }

    // A pipe in a file's place would wait for a writer for ever.
    private static let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK

    private init(_ path: String, descriptor: Int32) throws(ReportError) {
        guard descriptor >= 0 else { throw .system(path, "cannot be read") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ReportError(path, "is not a file", advice: "look at what lies there")
        }
        self.path = path
        self.descriptor = descriptor
        size = Int64(status.st_size)
        identity = FileIdentity(
            device: UInt64(status.st_dev),
            number: UInt64(status.st_ino),
            size: size,
            changedAt: Int64(status.st_ctim.tv_sec),
            nanoseconds: Int64(status.st_ctim.tv_nsec)
        )
    }

    deinit { close(descriptor) }

    /// The bytes at an offset; fewer only at the end of the file.
    func read(at offset: Int64, count: Int) throws(ReportError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            while filled < buffer.count {
                let part = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = pread(descriptor, part.baseAddress, part.count, off_t(offset) + off_t(filled))
                if got == 0 { break }
                if got > 0 {
                    filled += got
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        if failure != 0 { throw .system(path, "cannot be read", code: failure) }
        return bytes
    }

    /// Passes the file from an offset on to `body` in chunks.
    func forEachChunk(from start: Int64, _ body: ([UInt8]) throws(ReportError) -> Void) throws(ReportError) {
        var offset = start
        while true {
            let chunk = try read(at: offset, count: 1 << 16)
            guard !chunk.isEmpty else { return }
            try body(chunk)
            offset += Int64(chunk.count)
        }
    }

    /// All of it, for files that are known to be small.
    func contents() throws(ReportError) -> [UInt8] { try read(at: 0, count: Int(size)) }

    /// Its bytes and their SHA-256, as they are on the disk.
    func measured() throws(ReportError) -> OutputFile.Written {
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let chunk = try read(at: offset, count: 1 << 18)
            guard !chunk.isEmpty else { return OutputFile.Written(bytes: offset, sha256: hash.finish()) }
            chunk.withUnsafeBytes { hash.update($0) }
            offset += Int64(chunk.count)
        }
    }
}
