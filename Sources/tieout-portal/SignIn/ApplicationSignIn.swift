import Foundation
import HTTPTransport

/// Signs in with the e-mail address and password of the application's own account, through Supabase Auth.
///
/// Neither the password nor the answer is kept or logged.
struct ApplicationSignIn: Sendable {
    private let tokenURL: String
    private let userURL: String
    private let key: Secret
    private let transport: HTTPTransport

    /// The most bytes of an e-mail address; RFC 5321 has 254.
    static let mostName = 254
    /// The most bytes of a password.
    static let mostPassword = 1024

    /// - Parameters:
    ///   - project: the project's address, `https://….supabase.co`.
    ///   - key: its anon or publishable key.
    ///   - transport: one with the limits of `HTTPTransportConfiguration.signIn`.
    /// - Throws: ``SignInFault`` for an address that is not accepted.
    init(project: String, key: Secret, transport: HTTPTransport) throws(SignInFault) {
        do { _ = try HTTPOrigin(of: project) } catch {
            throw SignInFault("the project's address is not accepted, \(error)")
        }
        let base = String(project.reversed().drop { $0 == "/" }.reversed()) + "/auth/v1"
        (tokenURL, userURL) = ("\(base)/token?grant_type=password", "\(base)/user")
        self.key = key
        self.transport = transport
    }

    /// The access token of that account, to be verified like any other.
    ///
    /// - Throws: ``SignInRefusal``: `wrongPassword`, `secondFactor`, `tooManyTries` and `unavailable`.
    func accessToken(email: String, password: Secret) async throws(SignInRefusal) -> String {
        let typed = password.revealed()
        guard !email.isEmpty, email.utf8.count <= Self.mostName, !typed.isEmpty, typed.utf8.count <= Self.mostPassword,
            let body = try? JSONEncoder().encode(["email": email, "password": typed])
        else { throw .wrongPassword }
        let request = HTTPRequest(
            .post,
            url: tokenURL,
            headers: [
                .init("apikey", key.revealed()), .init("Content-Type", "application/json"),
                .init("Accept", "application/json"),
            ],
            body: Array(body)
        )
        let answer: HTTPResponse
        do { answer = try await transport.perform(request) } catch {
            throw .unavailable("the application's sign-in is out of reach: \(error)")
        }
        return try token(in: answer)
    }

    private func token(in answer: HTTPResponse) throws(SignInRefusal) -> String {
        switch answer.status {
        case 200: break
        case 400, 401, 422: throw .wrongPassword
        case 429: throw .tooManyTries(wait: .seconds(Self.pause(answer.headers["Retry-After"])))
        default: throw .unavailable("the application's sign-in answers with status \(answer.status)")
        }
        guard let grant = try? JSONDecoder().decode(Grant.self, from: Data(answer.body)), !grant.access_token.isEmpty
        else { throw .unavailable("the application's sign-in answers without a token") }
        // The password alone would be let past the second factor that this account's holder has set up.
        guard grant.user?.factors?.contains(where: { $0.status == "verified" }) != true else { throw .secondFactor }
        return grant.access_token
    }

    /// Asks whether the bearer of a token that was given for a password alone has set up a second factor: whoever knows the
    /// password could have had the token from the project, too.
    ///
    /// - Throws: ``SignInRefusal``: `secondFactor` where they have, `invalidToken` where the project takes the token no longer,
    ///   and `unavailable`.
    func requireNoSecondFactor(of token: String) async throws(SignInRefusal) {
        let headers: [HTTPRequest.Field] = [
            .init("apikey", key.revealed()), .init("Authorization", "Bearer \(token)"),
            .init("Accept", "application/json"),
        ]
        let answer: HTTPResponse
        do { answer = try await transport.perform(HTTPRequest(.get, url: userURL, headers: headers)) } catch {
            throw .unavailable("the application's sign-in is out of reach: \(error)")
        }
        switch answer.status {
        case 200: break
        case 401, 403: throw .invalidToken(.expired)
        default: throw .unavailable("the application's sign-in answers with status \(answer.status)")
        }
        guard let user = try? JSONDecoder().decode(Grant.User.self, from: Data(answer.body)) else {
            throw .unavailable("the application's sign-in answers without a user")
        }
        guard user.factors?.contains(where: { $0.status == "verified" }) != true else { throw .secondFactor }
    }

    private static func pause(_ header: String?) -> Int {
        min(max(header.flatMap { Int($0) } ?? 60, 1), 3600)
    }

    /// What Supabase Auth answers with.
    private struct Grant: Decodable {
        struct User: Decodable { let factors: [Factor]? }
        struct Factor: Decodable { let status: String? }

        let access_token: String
        let user: User?
    }
}
