import Foundation
import HTTPTransport
import LocalPeers
import Testing

@testable import tieout_portal

/// A project of the application on this machine, whose tokens PyJWT makes; no Supabase, but it answers as Supabase Auth does.
struct Project {
    private let peer: Peer
    let transport: HTTPTransport

    init() throws {
        peer = try Peer("project_peer", [])
        transport = HTTPTransport(.signIn)
    }

    static let secret = Secret("a-project's-secret-of-at-least-32-bytes")

    var address: String { "http://127.0.0.1:\(peer.port)" }
    var issuer: String { address + "/auth/v1" }
    var keysURL: String { issuer + "/.well-known/jwks.json" }

    /// Tokens with the secret and with the published keys alike.
    func tokens(_ change: (inout TokenSettings) -> Void = { _ in }) async throws -> AccessTokens {
        var settings = TokenSettings(secret: Self.secret, keysURL: keysURL, issuer: issuer)
        change(&settings)
        return try await AccessTokens(settings, transport: transport)
    }

    /// The claims of a token that Supabase gives an admin, with changes; null takes one away.
    func claims(_ changes: [String: Any] = [:], now: Date) -> [String: Any] {
        let now = Int(now.timeIntervalSince1970)
        var claims: [String: Any] = [
            "iss": issuer, "aud": "authenticated", "exp": now + 3600, "iat": now, "sub": "5b1c2a90",
            "role": "authenticated",
            "email": "alice@example.com", "app_metadata": ["provider": "email", "role": "admin"],
            "session_id": "c0ffee",
        ]
        for (name, value) in changes { claims[name] = value is NSNull ? nil : value }
        return claims
    }

    /// A token that PyJWT makes.
    func token(_ algorithm: String, _ claims: [String: Any], _ order: [String: Any] = [:]) async throws -> String {
        try await post("/test/token", order.merging(["algorithm": algorithm, "claims": claims]) { $1 })
    }

    /// What PyJWT says of a token: `valid`, or what it objects to.
    func verdict(of token: String) async throws -> String {
        let said = try await post("/test/verdict", ["token": token, "issuer": issuer])
        return said.trimmingCharacters(in: ["\""])
    }

    /// What is published from now on.
    func publish(_ order: [String: Any]) async throws { _ = try await post("/test/publish", order) }

    /// How often the keys were asked for.
    func fetches() async throws -> Int {
        let answer = try await transport.perform(HTTPRequest(url: address + "/test/count"))
        return try #require(Int(String(decoding: answer.body, as: UTF8.self)))
    }

    private func post(_ path: String, _ order: [String: Any]) async throws -> String {
        let body = try JSONSerialization.data(withJSONObject: order)
        let answer = try await transport.perform(HTTPRequest(.post, url: address + path, body: Array(body)))
        try #require(answer.status == 200, "the project failed at \(order)")
        let text = String(decoding: answer.body, as: UTF8.self)
        return (try? JSONDecoder().decode(String.self, from: Data(answer.body))) ?? text
    }
}

/// What somebody gets in tests: their account, or why they are refused.
func outcome<Value>(_ body: () async throws(SignInRefusal) -> Value) async -> Result<Value, SignInRefusal> {
    do { return .success(try await body()) } catch { return .failure(error) }
}
