import HTTPTransport
import Reconciliation

extension ObjectStoreSettings {
    /// The longest time that a link may hold, in seconds: seven days, which is all that Signature Version 4 allows.
    public static let longestLink: Int64 = 7 * .day

    /// An address under which anybody who has it may read one object until that time is over, without any sign-in.
    ///
    /// With temporary credentials it ends when they do, if that is sooner.
    ///
    /// Source: AWS, *Authenticating Requests: Using Query Parameters (AWS Signature Version 4)*.
    ///
    /// - Parameter seconds: how long it holds: 1 to ``longestLink``.
    public func link(to key: ObjectKey, at instant: Instant, for seconds: Int64) -> Secret {
        precondition((1...Self.longestLink).contains(seconds), "a link holds for seven days at most")
        let signature = Signature(self, at: instant)
        var parameters = [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", "\(credentials.accessKeyID.revealed())/\(signature.scope)"),
            ("X-Amz-Date", signature.time), ("X-Amz-Expires", String(seconds)),
        ]
        if let token = credentials.sessionToken { parameters.append(("X-Amz-Security-Token", token.revealed())) }
        parameters.append(("X-Amz-SignedHeaders", "host"))
        let query = parameters.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
        let digits = signature.of(
            .get,
            path(of: key),
            query,
            [(name: "host", value: authority)],
            payload: "UNSIGNED-PAYLOAD"
        )
        return Secret("\(address(of: key))?\(query)&X-Amz-Signature=\(digits)")
    }
}

extension String {
    /// The text with every byte escaped but letters, digits, `-`, `.`, `_` and `~`, as the signature wants it.
    var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%\(hexadecimal([byte]).uppercased())"
            }
        }.joined()
    }
}
