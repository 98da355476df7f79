import Foundation
import Testing

@testable import tieout_portal

/// Tokens that PyJWT makes, and what becomes of whoever brings them; PyJWT is asked as well.
@Suite struct AccessTokenTests {
    /// A token in words: what is unlike a good one.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Seconds from now, or other values, for claims.
        var times: [String: Int] = [:]
        var texts: [String: String] = [:]
        var lists: [String: [String]] = [:]
        var missing: [String] = []
        var roles: [String]?
        let expected: Result<String, SignInRefusal>
    }

    private static func fault(_ fault: TokenFault) -> Result<String, SignInRefusal> { .failure(.invalidToken(fault)) }

    static let cases: [Case] = [
        Case(testDescription: "an admin", expected: .success("alice@example.com approver")),
        Case(
            testDescription: "somebody of finance",
            roles: ["finance"],
            expected: .success("alice@example.com viewer")
        ),
        Case(testDescription: "both", roles: ["finance", "admin"], expected: .success("alice@example.com approver")),
        Case(
            testDescription: "a role that is not let in",
            roles: ["support"],
            expected: .failure(.noRole(name: "alice@example.com"))
        ),
        Case(
            testDescription: "a role in other letters",
            roles: ["Admin"],
            expected: .failure(.noRole(name: "alice@example.com"))
        ),
        Case(testDescription: "no roles", roles: [], expected: .failure(.noRole(name: "alice@example.com"))),
        Case(
            testDescription: "no metadata",
            missing: ["app_metadata"],
            expected: .failure(.noRole(name: "alice@example.com"))
        ),
        Case(testDescription: "expired", times: ["exp": -31], expected: fault(.expired)),
        Case(
            testDescription: "expired within the leeway",
            times: ["exp": -20],
            expected: .success("alice@example.com approver")
        ),
        Case(testDescription: "not valid yet", times: ["nbf": 60], expected: fault(.notYetValid)),
        Case(
            testDescription: "not valid yet within the leeway",
            times: ["nbf": 20],
            expected: .success("alice@example.com approver")
        ),
        Case(testDescription: "issued in the future", times: ["iat": 60], expected: fault(.notYetValid)),
        Case(testDescription: "another audience", texts: ["aud": "anon"], expected: fault(.audience)),
        Case(
            testDescription: "among several audiences",
            lists: ["aud": ["anon", "authenticated"]],
            expected: .success("alice@example.com approver")
        ),
        Case(
            testDescription: "none of several audiences",
            lists: ["aud": ["anon", "Authenticated"]],
            expected: fault(.audience)
        ),
        Case(
            testDescription: "another project",
            texts: ["iss": "https://other.supabase.co/auth/v1"],
            expected: fault(.issuer)
        ),
        Case(testDescription: "no issuer", missing: ["iss"], expected: fault(.issuer)),
        Case(testDescription: "no audience", missing: ["aud"], expected: fault(.audience)),
        Case(testDescription: "no expiry", missing: ["exp"], expected: fault(.times)),
        Case(testDescription: "an expiry in words", texts: ["exp": "tomorrow"], expected: fault(.times)),
        Case(testDescription: "no issuing time", missing: ["iat"], expected: .success("alice@example.com approver")),
        Case(testDescription: "no address", missing: ["email"], expected: .success("5b1c2a90 approver")),
        Case(testDescription: "an empty address", texts: ["email": ""], expected: .success("5b1c2a90 approver")),
        Case(testDescription: "nobody", missing: ["email", "sub"], expected: fault(.nameless)),
        Case(
            testDescription: "an address with a line break",
            texts: ["email": "a\nb"],
            missing: ["sub"],
            expected: fault(.nameless)
        ),
    ]

    @Test(arguments: ["HS256", "ES256", "RS256", "EdDSA"])
    func eachTokenIsTakenOrRefusedForWhatItSays(algorithm: String) async throws {
        let project = try Project()
        let tokens = try await project.tokens()
        let now = Date()
        for each in Self.cases {
            var changes: [String: Any] = each.times.mapValues { Int(now.timeIntervalSince1970) + $0 }
            changes.merge(each.texts) { $1 }
            changes.merge(each.lists) { $1 }
            if let roles = each.roles { changes["app_metadata"] = ["role": roles.count == 1 ? roles[0] as Any : roles] }
            for name in each.missing { changes[name] = NSNull() }
            let token = try await project.token(algorithm, project.claims(changes, now: now))
            let outcome = await outcome { () async throws(SignInRefusal) in
                let account = try await tokens.verified(token, now: now).account
                #expect(account.source == .application)
                return "\(account.name) \(account.role)"
            }
            #expect(outcome == each.expected, "\(algorithm), \(each.testDescription)")
            // PyJWT knows neither roles nor names; of all else it must be of our opinion.
            let isTaken =
                [.success("valid"), Self.fault(.nameless)].contains(outcome.map { _ in "valid" }) || outcome.isNoRole
            let verdict = try await project.verdict(of: token)
            #expect((verdict == "valid") == isTaken, "\(algorithm), \(each.testDescription): PyJWT says \(verdict)")
        }
    }

    @Test func forgeriesAreRefused() async throws {
        let project = try Project()
        let tokens = try await project.tokens()
        let (now, claims) = (Date(), project.claims(now: Date()))
        var forged: [(String, String, TokenFault)] = [
            ("alg: none", try await project.token("none", claims), .algorithm),
            ("HS512 with the secret", try await project.token("HS512", claims, ["key": "HS256"]), .algorithm),
            ("PS256 with the key for RS256", try await project.token("PS256", claims, ["key": "RS256"]), .algorithm),
            ("HS256 with the public key", try await project.token("HS256", claims, ["sign_with": "RS256"]), .signature),
            (
                "HS256 with the public key, which it names",
                try await project.token("HS256", claims, ["sign_with": "RS256", "headers": ["kid": "RS256"]]),
                .signature
            ),
            (
                "RS256 by the key for ES256",
                try await project.token("RS256", claims, ["key": "RS256", "headers": ["kid": "ES256"]]), .unknownKey
            ),
            (
                "something critical in the header",
                try await project.token("HS256", claims, ["headers": ["crit": ["exp"], "exp": 1]]), .malformed
            ),
            (
                "ES256 by a key whose address it brings along",
                try await project.token(
                    "ES256",
                    claims,
                    ["key": "another ES256", "headers": ["kid": "ES256", "jku": project.address + "/mine"]]
                ),
                .signature
            ),
            ("garbage", "not.a.token", .malformed), ("nothing", "", .malformed), ("dots", "..", .malformed),
            ("four parts", try await project.token("HS256", claims) + ".e30", .malformed),
            ("huge", String(repeating: "a", count: 2_000_000), .tooLong),
            (
                "huge, but signed",
                try await project.token(
                    "HS256",
                    project.claims(["x": String(repeating: "a", count: 20_000)], now: now)
                ), .tooLong
            ),
            (
                "deep",
                "eyJhbGciOiJIUzI1NiJ9." + Base64URL.encoded(Array(repeating: UInt8(ascii: "["), count: 9000)) + ".AAAA",
                .signature
            ),
        ]
        for algorithm in ["HS256", "ES256", "RS256", "EdDSA"] {
            let right = try await project.token(algorithm, claims)
            let another = try await project.token(
                algorithm,
                claims,
                ["key": "another \(algorithm)", "headers": ["kid": algorithm]]
            )
            let parts = right.split(separator: ".")
            let cut = Base64URL.encoded(try #require(Base64URL.decoded(parts[2])).dropLast())
            let others = try await project.token(algorithm, project.claims(["sub": "somebody else"], now: now)).split(
                separator: "."
            )
            forged += [
                ("\(algorithm) by another key", another, .signature),
                ("\(algorithm) without its signature", "\(parts[0]).\(parts[1]).", .signature),
                ("\(algorithm) with another's claims", "\(parts[0]).\(others[1]).\(parts[2])", .signature),
                ("\(algorithm) with padding", right + "=", .malformed),
                ("\(algorithm) cut short", "\(parts[0]).\(parts[1]).\(cut)", .signature),
            ]
            if algorithm != "HS256" {
                forged += [
                    ("\(algorithm) cut within a byte", String(right.dropLast()), .malformed),
                    (
                        "\(algorithm) by a key that is not published",
                        try await project.token(algorithm, claims, ["key": "another \(algorithm)"]), .unknownKey
                    ),
                ]
            }
        }
        for (name, token, fault) in forged {
            let outcome = await outcome { () async throws(SignInRefusal) in try await tokens.verified(token, now: now) }
            #expect(outcome == .failure(.invalidToken(fault)), "\(name)")
            if token.utf8.count < 100_000, !name.hasPrefix("huge"), !name.contains("padding") {
                let verdict = try await project.verdict(of: token)
                #expect(verdict != "valid", "PyJWT takes \(name)")
            }
        }
    }

    /// A project that has only a secret takes no public key's tokens, and the other way about.
    @Test func onlyAlgorithmsOfConfiguredKeysAreTaken() async throws {
        let project = try Project()
        let now = Date()
        let secretOnly = try await project.tokens { $0.keysURL = nil }
        let publishedOnly = try await project.tokens { $0.secret = nil }
        let shared = try await project.token("HS256", project.claims(now: now))
        let signed = try await project.token("ES256", project.claims(now: now))
        #expect(
            await outcome { () async throws(SignInRefusal) in
                try await secretOnly.verified(signed, now: now).account.name
            }
                == .failure(.invalidToken(.algorithm))
        )
        #expect(
            await outcome { () async throws(SignInRefusal) in
                try await publishedOnly.verified(shared, now: now).account.name
            }
                == .failure(.invalidToken(.algorithm))
        )
        #expect(
            await outcome { () async throws(SignInRefusal) in
                try await secretOnly.verified(shared, now: now).account.name
            }
                == .success("alice@example.com")
        )
        #expect(try await project.fetches() == 0)
    }

    @Test func theRoleIsWhereTheSettingsSay() async throws {
        let project = try Project()
        let now = Date()
        let claims = project.claims(
            ["https://example.com/roles": ["books"], "groups": ["team": ["read", "write"]]],
            now: now
        )
        let token = try await project.token("HS256", claims)
        for (path, expected) in [
            ("https://example.com/roles", "viewer"), ("groups.team", "approver"), ("groups", nil), ("none.at.all", nil),
        ] {
            let tokens = try await project.tokens {
                $0.roleClaim = path
                $0.roles = RoleMapping(viewers: ["books", "read"], approvers: ["write"])
            }
            let role = try? await tokens.verified(token, now: now).account.role.rawValue
            #expect(role == expected, "\(path)")
        }
    }

    @Test(arguments: [
        ("too short a secret", TokenSettings(secret: .init("short"), issuer: "https://a"), "fewer than 32 bytes"),
        ("no key", TokenSettings(issuer: "https://a"), "neither a secret nor"),
        (
            "keys over plain http", TokenSettings(keysURL: "http://keys.example.com/", issuer: "https://a"),
            "not this machine"
        ),
        ("no issuer", TokenSettings(keysURL: "https://a", issuer: ""), "issuer and audience"),
        (
            "a role that users give themselves",
            TokenSettings(keysURL: "https://a", issuer: "https://a", roleClaim: "user_metadata.role"), "user_metadata"
        ),
        ("half a claim", TokenSettings(keysURL: "https://a", issuer: "https://a", roleClaim: "a..b"), "empty part"),
    ])
    func settingsThatCannotHoldAreRefused(name: String, settings: TokenSettings, part: String) async throws {
        await #expect("\(name)") { try await AccessTokens(settings, transport: .init(.signIn)) } throws: {
            "\($0)".contains(part)
        }
    }
}

extension Result where Failure == SignInRefusal {
    fileprivate var isNoRole: Bool {
        if case .failure(.noRole) = self { true } else { false }
    }
}
