import COpenSSL

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

/// SHA-256 of bytes that are held.
func sha256Digest(of bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
        let isDone = sha256_digest(bytes, bytes.count, digest.baseAddress)
        precondition(isDone, "OpenSSL offers no SHA-256")
        count = 32
    }
}

/// HMAC-SHA256 of a text under a key.
func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
        let isDone = hmac_sha256(key, Int32(key.count), bytes, bytes.count, digest.baseAddress)
        precondition(isDone, "OpenSSL offers no HMAC")
        count = 32
    }
}

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
