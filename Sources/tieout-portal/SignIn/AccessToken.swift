import Foundation

/// The parts of an access token as RFC 7519 writes it, read strictly; nothing in it is believed yet.
struct AccessToken {
    /// The algorithm that it says it was signed with.
    let algorithm: String
    /// The key that it says it was signed with.
    let keyID: String?
    /// What was signed.
    let signed: [UInt8]
    /// The signature.
    let signature: [UInt8]
    private let payload: Data

    /// The most bytes of a token; those of Supabase have one or two thousand.
    static let limit = 16_384

    init(_ text: String) throws(TokenFault) {
        guard text.utf8.count <= Self.limit else { throw .tooLong }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decoded(parts[0]), let payload = Base64URL.decoded(parts[1]),
            let signature = Base64URL.decoded(parts[2]),
            let fields = try? JSONDecoder().decode(Header.self, from: Data(header)),
            // RFC 7515, section 4.1.11: whoever does not know what is critical must refuse; nothing is known here.
            fields.crit == nil
        else { throw .malformed }
        algorithm = fields.alg
        keyID = fields.kid
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        self.signature = signature
        self.payload = Data(payload)
    }

    /// What it says; to be read once the signature is known to be right.
    func claims() throws(TokenFault) -> TokenClaims {
        guard let members = try? JSONSerialization.jsonObject(with: payload) as? [String: Any] else { throw .malformed }
        return TokenClaims(members)
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }
}

/// What a token says about its bearer.
struct TokenClaims {
    private let members: [String: Any]

    init(_ members: [String: Any]) {
        self.members = members
    }

    /// A claim that is text and not empty.
    func text(_ name: String) -> String? {
        (members[name] as? String).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A claim that is a number, in seconds since 1970; nil where there is none.
    ///
    /// - Throws: ``TokenFault/times`` when it is anything else.
    func time(_ name: String) throws(TokenFault) -> Double? {
        guard let value = members[name] else { return nil }
        guard let seconds = value as? Double, seconds.isFinite else { throw .times }
        return seconds
    }

    /// The texts of a claim that is one or a list of them; empty where it is neither.
    ///
    /// - Parameter path: a member's name, or names from the outside in with dots between them.
    func texts(at path: String) -> [String] {
        // A name may have dots itself: claims of one's own are often named like addresses.
        var value: Any? = members[path]
        if value == nil {
            value = path.split(separator: ".").reduce(members as Any?) { ($0 as? [String: Any])?[String($1)] }
        }
        if let text = value as? String { return [text] }
        return value as? [String] ?? []
    }
}
