import Foundation
import HTTPTransport

/// Every way in that is configured, and the sessions of those who came in.
struct SignInDesk: Sendable {
    let sessions: Sessions
    let throttle: SignInThrottle
    let proxy: TrustedProxy
    /// Nil where the application's tokens are not accepted.
    let tokens: AccessTokens?
    /// Nil where e-mail and password of the application are not.
    let application: ApplicationSignIn?
    /// Nil where there is no file of local users.
    let users: LocalUsers?
    /// Nil where none was printed.
    let link: OneTimeLink?
    private let key = RandomToken().text

    init(
        sessions: Sessions,
        throttle: SignInThrottle,
        proxy: TrustedProxy,
        tokens: AccessTokens?,
        application: ApplicationSignIn?,
        users: LocalUsers?,
        link: OneTimeLink?
    ) {
        self.sessions = sessions
        self.throttle = throttle
        self.proxy = proxy
        self.tokens = tokens
        self.application = application
        self.users = users
        self.link = link
    }

    /// Whether there is any way in by name and password.
    var takesPasswords: Bool { application != nil || users != nil }

    /// The account of an access token that somebody brings.
    ///
    /// - Throws: ``SignInRefusal``, also for a token that a password alone was enough for, of an account that has a second factor.
    func account(of token: String, by tokens: AccessTokens, now: Date) async throws(SignInRefusal) -> Account {
        let verified = try await tokens.verified(token, now: now)
        if !verified.hasSecondFactor, let application { try await application.requireNoSecondFactor(of: token) }
        return verified.account
    }

    /// The session of a cookie, as long as whoever vouched for its account still does.
    func session(of cookie: String, now: Date) -> Session? {
        guard let session = sessions.session(of: cookie, now: now) else { return nil }
        if session.account.source == .local,
            users?.vouch(for: session.account, since: session.openedAt, now: now) != true
        {
            sessions.end(cookie)
            return nil
        }
        return session
    }

    /// What forms of somebody carry who has no session, as each of their requests proves anew who they are.
    func formToken(of account: Account) -> String {
        Base64URL.encoded(RandomToken.digest(of: "\(key) \(account.source.rawValue) \(account.name)"))
    }

    /// The account of a name and a password: a local user's where there is one of that name, else the application's.
    ///
    /// - Throws: ``SignInRefusal``.
    func account(name: String, password: Secret, now: Date) async throws(SignInRefusal) -> Account {
        // A local user's password is nothing that the application should ever see, also while the file cannot be read.
        if let users, application == nil || users.knows(name) {
            return try await users.account(name: name, password: password, now: now)
        }
        guard let application, let tokens else { throw .wrongPassword }
        let token = try await application.accessToken(email: name, password: password)
        return try await tokens.verified(token, now: now).account
    }
}
