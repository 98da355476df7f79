import COpenSSL

/// A SHA-256 over bytes as they come; the one owner of its OpenSSL context.
struct SHA256: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL offers no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let result = EVP_DigestUpdate(context, start, bytes.count)
        precondition(result == 1, "OpenSSL refuses bytes")
    }

    /// The digest of all bytes so far, as 64 lower-case hexadecimal digits; nothing may be added after it.
    mutating func finish() -> String {
        let size = 32
        let digest = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var written: UInt32 = 0
            let result = EVP_DigestFinal_ex(context, buffer.baseAddress, &written)
            precondition(result == 1 && written == size, "OpenSSL gives no digest")
            count = size
        }
        return hexadecimal(digest)
    }

    /// The digest of those bytes.
    static func digest(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
}
