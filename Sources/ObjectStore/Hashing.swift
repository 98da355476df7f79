import COpenSSL

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
