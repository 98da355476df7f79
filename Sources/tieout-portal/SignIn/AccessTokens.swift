import Foundation
import HTTPTransport

/// Who the bearer of an access token of the application is: signature, issuer, audience, times and role, in that order.
struct AccessTokens: Sendable {
    private let settings: TokenSettings
    private let secret: TokenKey?
    private let published: ProjectKeys?

    /// - Parameter transport: one with the limits of `HTTPTransportConfiguration.signIn`.
    /// - Throws: ``SignInFault`` when the settings cannot be used.
    init(_ settings: TokenSettings, transport: HTTPTransport) async throws(SignInFault) {
        if let fault = settings.fault { throw SignInFault(fault) }
        self.settings = settings
        do {
            if let secret = settings.secret { self.secret = try await TokenKey(secret: secret) } else { secret = nil }
        } catch {
            throw SignInFault("the secret that tokens are signed with cannot be used")
        }
        published = settings.keysURL.map { ProjectKeys(url: $0, transport: transport) }
    }

    /// The account of a token's bearer, and when the token expires.
    ///
    /// - Throws: ``SignInRefusal/invalidToken(_:)``, ``SignInRefusal/noRole(name:)``, and
    ///   ``SignInRefusal/unavailable(_:)`` when the project's keys are out of reach.
    func verified(_ text: String, now: Date) async throws(SignInRefusal) -> VerifiedToken {
        let token: AccessToken
        do { token = try AccessToken(text) } catch { throw .invalidToken(error) }
        try await checkSignature(of: token, now: now)
        let (claims, expiry, name): (TokenClaims, Date, String)
        do {
            claims = try token.claims()
            expiry = try checked(claims, now: now)
            name = try bearer(in: claims)
        } catch {
            throw .invalidToken(error)
        }
        guard let role = settings.roles.role(of: claims.texts(at: settings.roleClaim)) else {
            throw .noRole(name: name)
        }
        let hasSecondFactor = claims.text("aal") == "aal2"
        guard hasSecondFactor || !settings.requiresSecondFactor else { throw .secondFactor }
        return VerifiedToken(
            account: Account(name: name, role: role, source: .application),
            hasSecondFactor: hasSecondFactor,
            expiry: expiry
        )
    }

    private func checkSignature(of token: AccessToken, now: Date) async throws(SignInRefusal) {
        let key: TokenKey
        switch token.algorithm {
        case "HS256":
            guard let secret else { throw .invalidToken(.algorithm) }
            key = secret
        case "ES256", "RS256", "EdDSA":
            guard let published else { throw .invalidToken(.algorithm) }
            guard let named = try await published.key(for: token, now: now) else { throw .invalidToken(.unknownKey) }
            key = named
        default:
            throw .invalidToken(.algorithm)
        }
        guard key.signed(token) else { throw .invalidToken(.signature) }
    }

    /// The time of expiry of claims that hold now.
    private func checked(_ claims: TokenClaims, now: Date) throws(TokenFault) -> Date {
        guard claims.text("iss") == settings.issuer else { throw .issuer }
        guard claims.texts(at: "aud").contains(settings.audience) else { throw .audience }
        guard let expiry = try claims.time("exp") else { throw .times }
        let now = now.timeIntervalSince1970
        guard now < expiry + settings.leeway else { throw .expired }
        for begin in [try claims.time("nbf"), try claims.time("iat")].compactMap(\.self) {
            guard begin <= now + settings.leeway else { throw .notYetValid }
        }
        return Date(timeIntervalSince1970: expiry)
    }

    private func bearer(in claims: TokenClaims) throws(TokenFault) -> String {
        guard let name = [claims.text("email"), claims.text("sub")].compactMap(\.self).first(where: Account.isName)
        else {
            throw .nameless
        }
        return name
    }
}

/// A token that holds.
struct VerifiedToken: Hashable, Sendable {
    /// Its bearer.
    let account: Account
    /// Whether a second factor was asked for when it was given (Supabase's claim `aal`).
    let hasSecondFactor: Bool
    /// When it expires; the portal's own session may go on after that, see decision 0036.
    let expiry: Date
}

/// Settings or files of signing in that cannot be used, in one sentence without secrets.
struct SignInFault: Error, Hashable, CustomStringConvertible {
    /// What is wrong and where.
    let description: String
    /// What to do about it; nil where the sentence says it all.
    let advice: String?

    init(_ sentence: String, advice: String? = nil) {
        description = sentence
        self.advice = advice
    }
}

extension HTTPTransportConfiguration {
    /// The limits of what is asked of the application when somebody signs in: somebody waits, and answers are short.
    static var signIn: HTTPTransportConfiguration {
        var limits = HTTPTransportConfiguration(userAgent: "Tieout-Portal")
        limits.connectTimeout = .seconds(5)
        limits.stallTimeout = .seconds(5)
        limits.totalTimeout = .seconds(10)
        limits.bodyLimit = 256 << 10
        limits.connectionsPerHost = 8
        return limits
    }
}
