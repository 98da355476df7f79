import Foundation
import HTTPTransport
import Testing

@testable import tieout_portal

/// E-mail address and password of the application's own account, against a stand-in that answers as Supabase Auth does.
@Suite struct ApplicationSignInTests {
    private let project: Project
    private let signIn: ApplicationSignIn

    init() throws {
        project = try Project()
        signIn = try ApplicationSignIn(
            project: project.address + "/",
            key: Secret("the-anon-key"),
            transport: project.transport
        )
    }

    private func refusal(_ email: String, _ password: String = "correct horse battery") async -> SignInRefusal? {
        let outcome = await outcome { () async throws(SignInRefusal) in
            try await signIn.accessToken(email: email, password: Secret(password))
        }
        guard case .failure(let refusal) = outcome else { return nil }
        return refusal
    }

    @Test func theRightPasswordGivesATokenThatHolds() async throws {
        let tokens = try await project.tokens()
        for (email, role) in [("alice@example.com", Account.Role.approver), ("bob@example.com", .viewer)] {
            let token = try await signIn.accessToken(email: email, password: Secret("correct horse battery"))
            let account = try await tokens.verified(token, now: Date()).account
            #expect(account == Account(name: email, role: role, source: .application))
        }
    }

    @Test func whateverIsWrongIsToldInOneSentence() async throws {
        #expect(await refusal("alice@example.com", "wrong") == .wrongPassword)
        #expect(await refusal("nobody@example.com", "wrong") == .wrongPassword)
        for status in [400, 401, 422] { #expect(await refusal("status-\(status)@example.com") == .wrongPassword) }
        #expect(await refusal("", "something") == .wrongPassword)
        #expect(await refusal("alice@example.com", "") == .wrongPassword)
        #expect(await refusal(String(repeating: "a", count: 300) + "@example.com") == .wrongPassword)
        #expect(await refusal("alice@example.com", String(repeating: "a", count: 2000)) == .wrongPassword)
    }

    @Test func aProjectThatIsBusyOrBrokenIsNotTheVisitorsFault() async throws {
        #expect(await refusal("status-429@example.com") == .tooManyTries(wait: .seconds(7)))
        for status in [302, 404, 500, 503] {
            #expect(
                await refusal("status-\(status)@example.com")
                    == .unavailable("the application's sign-in answers with status \(status)")
            )
        }
        #expect(
            await refusal("garbage@example.com") == .unavailable("the application's sign-in answers without a token")
        )
        let nowhere = try ApplicationSignIn(
            project: "http://127.0.0.1:1",
            key: Secret("k"),
            transport: project.transport
        )
        let outcome = await outcome { () async throws(SignInRefusal) in
            try await nowhere.accessToken(email: "alice@example.com", password: Secret("correct horse battery"))
        }
        guard case .failure(let refusal) = outcome else {
            Issue.record("nobody gave a token")
            return
        }
        #expect(refusal.status == 503)
        #expect(!refusal.logged.contains("horse"))
    }

    /// The project repeats the password in what it says; nothing of that gets into what the portal says.
    @Test func neitherThePasswordNorTheAnswerIsRepeated() async throws {
        for status in [400, 429, 500] {
            let refusal = try #require(await refusal("status-\(status)@example.com", "my-own-password"))
            #expect(!"\(refusal) \(refusal.sentence) \(refusal.logged)".contains("my-own-password"))
        }
    }

    /// The password alone must not be a way past the second factor.
    @Test func anAccountWithASecondFactorIsSentToTheApplication() async throws {
        #expect(await refusal("factor-verified@example.com") == .secondFactor)
        #expect(await refusal("factor-unverified@example.com") == nil)
    }

    @Test func passwordsTravelUnderTLSOnly() {
        #expect(
            throws: SignInFault(
                "the project's address is not accepted, it must begin with https://, since its host is not this machine"
            )
        ) {
            try ApplicationSignIn(project: "http://project.example.com", key: Secret("k"), transport: project.transport)
        }
    }
}
