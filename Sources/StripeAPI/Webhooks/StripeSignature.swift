import COpenSSL
import HTTPTransport

/// The signature that Stripe puts on what it sends to a webhook endpoint: HMAC-SHA256 over the time and the body, under the
/// endpoint's signing secret.
public struct StripeSignature: Sendable {
    private let key: [UInt8]

    /// A signature under that secret; nil when it is none of an endpoint's: `whsec_` and what follows.
    ///
    /// Unlike in Standard Webhooks, the key is the text as a whole, not what it stands for in Base64.
    public init?(secret: Secret) {
        let text = secret.revealed()
        guard text.hasPrefix("whsec_"), text.utf8.count > 6, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        key = Array(text.utf8)
    }

    /// The value of `Stripe-Signature` for a body that is sent then, in Unix seconds: `t=1764000000,v1=…`.
    ///
    /// Receivers refuse a time that is more than five minutes off their own.
    public func header(at timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(timestamp).".utf8) + body
        let digest = [UInt8](unsafeUninitializedCapacity: 32) { buffer, written in
            let isMade = hmac_sha256(key, Int32(key.count), signed, signed.count, buffer.baseAddress)
            precondition(isMade, "OpenSSL gives no HMAC")
            written = 32
        }
        let hex = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return "t=\(timestamp),v1=\(hex)"
    }
}
