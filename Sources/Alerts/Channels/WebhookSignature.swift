import COpenSSL
import Foundation

/// The signature of Standard Webhooks: HMAC-SHA256 over id, time and body, under a secret that begins with `whsec_`.
struct WebhookSignature {
    private let key: [UInt8]

    /// A signature under that secret: Base64 after `whsec_`; nil when it is none.
    init?(secret: String) {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        guard let key = Data(base64Encoded: text), (24...64).contains(key.count) else { return nil }
        self.key = Array(key)
    }

    /// The value of `webhook-signature`.
    func of(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let digest = [UInt8](unsafeUninitializedCapacity: 32) { buffer, written in
            let isMade = hmac_sha256(key, Int32(key.count), signed, signed.count, buffer.baseAddress)
            precondition(isMade, "OpenSSL gives no HMAC")
            written = 32
        }
        return "v1," + Data(digest).base64EncodedString()
    }
}
