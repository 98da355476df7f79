import COpenSSL

/// Comparisons that take as long whatever the first byte is in which two values differ.
///
/// Used for every comparison of a value that a caller sends with one that they must not learn: tokens, hashes, CSRF values.
/// JWTKit compares signatures in the same way.
enum ConstantTime {
    /// Whether the bytes are the same; a difference in length, which is no secret here, is told at once.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// Whether the texts have the same UTF-8 bytes.
    static func equal(_ left: String, _ right: String) -> Bool {
        equal(Array(left.utf8), Array(right.utf8))
    }
}
