import Foundation
import HTTPTransport
import JWTKit

/// A key that tokens are checked with, and the one algorithm that is taken with it.
struct TokenKey: Sendable {
    /// Its name among the project's keys; nil for the secret.
    let id: String?
    /// The algorithm that a token must name.
    let algorithm: String
    private let verifier: any JWTAlgorithm

    /// The project's secret, with HS256.
    init(secret: Secret) async throws {
        let key = HMACKey(from: secret.revealed())
        verifier = try await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256).getKey()
        (id, algorithm) = (nil, "HS256")
    }

    /// A public key of a JSON Web Key Set; nil for one of another kind or use, or one that is broken.
    ///
    /// The key's own kind says which algorithm is taken with it, never the token: RS256 with RSA of at least 2,048 bits,
    /// ES256 with P-256, EdDSA with Ed25519.
    init?(_ published: PublishedKey) async {
        guard let id = published.kid, published.use ?? "sig" == "sig" else { return nil }
        let identifier = JWKIdentifier(string: id)
        let key: JWK
        switch (published.kty, published.crv) {
        case ("RSA", _):
            key = .rsa(.rs256, identifier: identifier, modulus: published.n, exponent: published.e)
            algorithm = "RS256"
        case ("EC", "P-256"):
            key = .ecdsa(.es256, identifier: identifier, x: published.x, y: published.y, curve: .p256)
            algorithm = "ES256"
        case ("OKP", "Ed25519"):
            key = .octetKeyPair(.eddsa, identifier: identifier, x: published.x, y: nil, curve: .ed25519)
            algorithm = "EdDSA"
        default: return nil
        }
        guard published.alg ?? algorithm == algorithm,
            let verifier = try? await JWTKeyCollection().add(jwk: key).getKey(for: identifier)
        else { return nil }
        self.id = id
        self.verifier = verifier
    }

    /// Whether the token was signed with this key.
    func signed(_ token: AccessToken) -> Bool {
        guard token.algorithm == algorithm else { return false }
        return (try? verifier.verify(token.signature, signs: token.signed)) ?? false
    }
}

/// A key as a JSON Web Key Set publishes it: the public members of RFC 7518 that are of use here.
struct PublishedKey: Decodable {
    let kty: String
    let kid: String?
    let use: String?
    let alg: String?
    let crv: String?
    let n: String?
    let e: String?
    let x: String?
    let y: String?

    /// The keys of a set, without those whose form is not even that of a key; nil where it is no set.
    static func all(in set: [UInt8]) -> [PublishedKey]? {
        struct Entry: Decodable {
            let key: PublishedKey?
            init(from decoder: any Decoder) throws { key = try? PublishedKey(from: decoder) }
        }
        struct Set: Decodable { let keys: [Entry] }
        return (try? JSONDecoder().decode(Set.self, from: Data(set)))?.keys.compactMap(\.key)
    }
}
