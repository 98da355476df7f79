import Glibc

/// A new file that is written once, from beginning to end, and hashed on the way; the one owner of its descriptor.
struct OutputFile: ~Copyable {
    /// Bytes and their SHA-256: what must be on the disk.
    struct Written: Equatable, Sendable {
        var bytes: Int64
        var sha256: String
    }

    let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var hash = SHA256()
    private var count: Int64 = 0

    private static let chunk = 1 << 16

    /// Creates the file with mode 0640; a file or link that is already there is an error, never followed.
    init(creating path: String) throws(ReportError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .system(path, "cannot be created") }
        self.path = path
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.chunk + 4_096)
    }

    deinit { close(descriptor) }

    /// Adds the bytes that `body` appends.
    mutating func append(_ body: (inout [UInt8]) -> Void) throws(ReportError) {
        body(&buffer)
        if buffer.count >= Self.chunk { try flush() }
    }

    mutating func append(_ text: String) throws(ReportError) {
        try append { $0.append(contentsOf: text.utf8) }
    }

    /// Writes what is left, sets the mode whatever the umask says, and forces all of it to the disk.
    mutating func finish() throws(ReportError) -> Written {
        try flush()
        guard fchmod(descriptor, 0o640) == 0 else { throw .system(path, "cannot be given mode 0640") }
        guard fsync(descriptor) == 0 else { throw .system(path, "cannot be forced to the disk") }
        return Written(bytes: count, sha256: hash.finish())
    }

    private mutating func flush() throws(ReportError) {
        let failure: Int32? = buffer.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let written = write(descriptor, part.baseAddress, part.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
        if let failure { throw .system(path, "cannot be written", code: failure) }
        buffer.withUnsafeBytes { hash.update($0) }
        count += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
