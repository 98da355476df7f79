/// What an object is to hold.
public struct ObjectContent: Sendable, Hashable {
    /// Where the bytes come from.
    enum Source: Sendable, Hashable {
        /// A file, which is streamed.
        case file(String)
        /// Memory.
        case bytes([UInt8])
    }

    let source: Source
    /// How many bytes.
    public let size: Int64
    /// SHA-256 of them, as 64 lower-case hexadecimal digits.
    public let sha256: String
    /// Their media type.
    public let type: String
    /// Whether other bytes may take their place later, so that nobody keeps a copy for long.
    let changes: Bool

    /// The bytes of a file, which must be of that size and hash when it is sent: the store refuses any others.
    public init(file path: String, size: Int64, sha256: String, type: String) {
        (source, self.size, self.sha256, self.type, changes) = (.file(path), size, sha256, type, false)
    }

    /// Bytes that are held, of an object that is replaced from time to time.
    public init(replacing bytes: [UInt8], type: String) {
        (source, size, sha256) = (.bytes(bytes), Int64(bytes.count), hexadecimal(sha256Digest(of: bytes)))
        (self.type, changes) = (type, true)
    }

    /// The most bytes that a store takes in one request: 5 GiB.
    static let mostBytes: Int64 = 5 << 30
}
