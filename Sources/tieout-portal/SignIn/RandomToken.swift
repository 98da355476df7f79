import COpenSSL
import Foundation

/// A value of 256 random bits that its holder proves themselves with, and what is kept of it.
struct RandomToken: Sendable {
    /// The value as a cookie, a link or a form carries it: 43 characters of Base64 for addresses.
    let text: String

    /// A new one, from the system's generator.
    init() {
        text = Base64URL.encoded(Self.bytes(32))
    }

    /// The SHA-256 of a value's text, which alone is kept: whoever reads memory or a dump learns no value.
    static func digest(of text: String) -> [UInt8] {
        let text = Array(text.utf8)
        return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            var written: UInt32 = 0
            let result = EVP_Digest(text, text.count, buffer.baseAddress, &written, EVP_sha256(), nil)
            precondition(result == 1 && written == 32, "OpenSSL gives no SHA-256")
            count = 32
        }
    }

    /// So many bytes of the system's generator, which is the kernel's.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
