import Glibc

/// The bytes of a request while they are sent; the one owner of the file that they are read from.
final class TransferBody {
    /// How many bytes.
    let size: Int64
    private let descriptor: Int32
    private let bytes: [UInt8]
    private var offset: Int64 = 0
    /// Why the file could not be read to its end.
    private(set) var problem: String?

    /// Opens what an object is to hold.
    ///
    /// - Throws: ``Unreadable`` for a file that is not there, is a link, or has another size.
    init(_ content: ObjectContent) throws(Unreadable) {
        size = content.size
        switch content.source {
        case .bytes(let bytes): (descriptor, self.bytes) = (-1, bytes)
        case .file(let path):
            bytes = []
            descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { throw Unreadable(problem: String(cString: strerror(errno))) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw Unreadable(problem: "it is not a file")
            }
            guard Int64(status.st_size) == size else { throw Unreadable(problem: Self.otherSize) }
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Copies the next bytes; nil when the file cannot be read, or ended too early.
    func copy(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = Int(min(Int64(buffer.count), size - offset))
        guard count > 0 else { return 0 }
        guard descriptor >= 0 else {
            bytes[Int(offset)...].prefix(count).withUnsafeBytes { buffer.copyMemory(from: $0) }
            offset += Int64(count)
            return count
        }
        while true {
            let got = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else {
                problem = got < 0 ? String(cString: strerror(errno)) : Self.otherSize
                return nil
            }
            offset += Int64(got)
            return got
        }
    }

    /// Goes to a place, to send from there again; false where there is none such.
    func seek(to place: Int64) -> Bool {
        guard (0...size).contains(place) else { return false }
        offset = place
        return true
    }

    private static let otherSize = "it does not have the size that was published"

    /// Why a file cannot be sent.
    struct Unreadable: Error {
        let problem: String
    }
}
