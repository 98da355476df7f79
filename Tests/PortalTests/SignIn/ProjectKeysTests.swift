import Foundation
import LocalPeers
import Testing

@testable import tieout_portal

/// The project's keys: asked for rarely, used for a while when the project is out of reach, and never taken from elsewhere.
@Suite struct ProjectKeysTests {
    private let project: Project
    private let tokens: AccessTokens
    private let start = Date()

    init() async throws {
        project = try Project()
        tokens = try await project.tokens()
    }

    /// What becomes of a good token so many seconds after the start.
    private func signIn(after seconds: Double, _ algorithm: String = "ES256", _ order: [String: Any] = [:]) async throws
        -> Result<String, SignInRefusal>
    {
        let claims = project.claims(["exp": Int(start.timeIntervalSince1970) + 100_000], now: start)
        let token = try await project.token(algorithm, claims, order)
        return await outcome { () async throws(SignInRefusal) in
            try await tokens.verified(token, now: start.addingTimeInterval(seconds)).account.name
        }
    }

    private let alice = Result<String, SignInRefusal>.success("alice@example.com")
    private let unknown = Result<String, SignInRefusal>.failure(.invalidToken(.unknownKey))

    @Test func theyAreKeptForTenMinutes() async throws {
        for (seconds, fetches) in [(0.0, 1), (1, 1), (599, 1), (601, 2), (1000, 2), (1202, 3)] {
            #expect(try await signIn(after: seconds) == alice)
            #expect(try await project.fetches() == fetches, "after \(seconds) seconds")
        }
    }

    @Test func manyAtOnceFetchThemOnce() async throws {
        let claims = project.claims(now: start)
        let token = try await project.token("RS256", claims)
        let (tokens, start) = (tokens, start)
        await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { #expect((try? await tokens.verified(token, now: start)) != nil) }
            }
        }
        #expect(try await project.fetches() == 1)
    }

    @Test func aNewKeyIsFoundAtOnceAndUnknownOnesAreLookedForOnceAMinute() async throws {
        #expect(try await signIn(after: 0) == alice)
        #expect(try await signIn(after: 5, "ES256", ["key": "another ES256"]) == unknown)
        #expect(try await project.fetches() == 1)
        try await project.publish(["keys": ["another ES256", "ES256"]])
        #expect(try await signIn(after: 61, "ES256", ["key": "another ES256"]) == alice)
        #expect(try await project.fetches() == 2)
        for seconds in 62..<100 {
            #expect(try await signIn(after: Double(seconds), "EdDSA", ["key": "another EdDSA"]) == unknown)
        }
        #expect(try await project.fetches() == 2)
        #expect(try await signIn(after: 122, "EdDSA", ["key": "another EdDSA"]) == unknown)
        #expect(try await project.fetches() == 3)
    }

    @Test func aKeyThatIsWithdrawnIsNoLongerTaken() async throws {
        #expect(try await signIn(after: 0) == alice)
        try await project.publish(["keys": ["RS256"]])
        #expect(try await signIn(after: 601) == unknown)
        #expect(try await signIn(after: 602, "RS256") == alice)
    }

    @Test func whileTheProjectIsOutOfReachTheyHoldForAnHour() async throws {
        #expect(try await signIn(after: 0) == alice)
        try await project.publish(["status": 500])
        for seconds in [601.0, 602, 2000, 3599] { #expect(try await signIn(after: seconds) == alice) }
        let late = try await signIn(after: 3601)
        #expect(late == .failure(.unavailable("the project's keys cannot be fetched: status 500")))
        #expect(try await project.fetches() == 4, "once each time that ten seconds had passed")
        try await project.publish(["keys": ["ES256"]])
        #expect(try await signIn(after: 3615) == alice)
    }

    @Test(
        arguments: [
            ("another place", ["status": 302, "location": "/elsewhere"], "status 302"),
            ("no JSON", ["body": "<html>"], "no set of keys"),
            ("no set", ["body": "[]"], "no set of keys"),
            ("more than a set has", ["body": String(repeating: " ", count: 300_000)], "larger than 262144 bytes"),
        ] as [(String, [String: any Sendable], String)]
    )
    func whatIsNoSetOfKeysIsOutOfReach(name: String, order: [String: any Sendable], part: String) async throws {
        try await project.publish(order)
        guard case .failure(.unavailable(let reason)) = try await signIn(after: 0) else {
            Issue.record("\(name) was taken")
            return
        }
        #expect(reason.contains(part), "\(name)")
    }

    @Test func nobodyAtTheAddressIsOutOfReach() async throws {
        let tokens = try await project.tokens { $0.keysURL = "http://127.0.0.1:1/" }
        let token = try await project.token("ES256", project.claims(now: start))
        guard
            case .failure(let refusal) = await outcome({ () async throws(SignInRefusal) in
                try await tokens.verified(token, now: start)
            })
        else {
            Issue.record("a token was taken without keys")
            return
        }
        #expect(refusal.status == 503)
    }

    /// Keys for other uses, kinds and sizes stand beside ours in a set, and do no harm there.
    @Test func keysOfOtherKindsAreLeftOut() async throws {
        let others: [Any] = [
            ["kty": "oct", "kid": "HS256", "k": "c2VjcmV0"],
            ["kty": "EC", "crv": "secp256k1", "kid": "k1", "x": "AA", "y": "AA"],
            ["kty": "RSA", "kid": "enc", "use": "enc", "n": "AQAB", "e": "AQAB"],
            ["kty": "EC", "crv": "P-256", "kid": "broken", "x": "!"],
            ["kid": 7], "small RS256", "no key",
        ].map { ($0 as? String) == "no key" ? ["a": 1] : $0 }
        try await project.publish(["keys": others + ["ES256"]])
        #expect(try await signIn(after: 0) == alice)
        #expect(try await signIn(after: 61, "RS256", ["key": "small RS256"]) == unknown, "1,024 bits are too few")
    }

    /// A token that names no key is checked with the one key of its algorithm, where there is one.
    @Test func aTokenWithoutAKeysNameNeedsOneKeyThatFits() async throws {
        #expect(try await signIn(after: 0, "ES256", ["headers": [String: String]()]) == alice)
        try await project.publish(["keys": ["ES256", "another ES256"]])
        #expect(try await signIn(after: 601, "ES256", ["headers": [String: String]()]) == unknown)
    }
}
