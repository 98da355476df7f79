import Foundation
import HTTPTransport
import Logging
import PostgresLedger

/// What the environment says of the portal, checked before it listens.
struct PortalSettings: Sendable {
    var reports: String
    var state: String
    var listening: ListeningAddress
    /// Nil where it is the address it listens on.
    var address: PublicAddress?
    var tokens: TokenSettings?
    var projectURL: String?
    var projectKey: Secret?
    var users: String?
    var proxy: TrustedProxy.Settings
    var sessions: Sessions.Limits
    /// Where decisions are recorded; nil where no database is configured.
    var database: ConnectionSettings?

    /// The settings of an environment.
    ///
    /// - Throws: ``PortalFailure`` with status 78 for what cannot be used.
    init(_ environment: PortalEnvironment) throws(PortalFailure) {
        reports = environment.text("PORTAL_REPORTS") ?? "reports"
        state = environment.text("PORTAL_STATE") ?? "portal-state"
        listening = try Self.listening(environment)
        address = try Self.address(environment)
        users = environment.text("PORTAL_USERS")
        let roles = try Self.roles(environment)
        proxy = try Self.proxy(environment, roles)
        projectURL = environment.text("PORTAL_SUPABASE_URL")
        projectKey = try environment.secret("PORTAL_SUPABASE_ANON_KEY").map { Secret($0) }
        tokens = try Self.tokens(environment, roles, project: projectURL)
        sessions = Sessions.Limits()
        if let seconds = try environment.seconds("PORTAL_SESSION") { sessions.lifetime = Double(seconds) }
        if let seconds = try environment.seconds("PORTAL_SESSION_IDLE") { sessions.idle = Double(seconds) }
        database = try Self.database(environment)
        guard projectKey == nil || projectURL != nil else {
            throw PortalFailure(
                .configuration,
                "PORTAL_SUPABASE_ANON_KEY is set without PORTAL_SUPABASE_URL",
                advice: "Set both to let people sign in with e-mail and password."
            )
        }
        // Without TLS passwords and cookies would go over the network as they are.
        guard listening.isLoopback || address?.origin.hasPrefix("https:") == true else {
            throw PortalFailure(
                .configuration,
                "PORTAL_LISTEN is \(listening.host), which others reach, and PORTAL_URL is no https address",
                advice: "Put a proxy with TLS before the portal and set PORTAL_URL to its https address."
            )
        }
    }

    /// Whether there is any way in.
    var hasDoor: Bool { tokens != nil || users != nil || proxy.userHeader != nil }

    private static func listening(_ environment: PortalEnvironment) throws(PortalFailure) -> ListeningAddress {
        let text = environment.text("PORTAL_LISTEN") ?? "127.0.0.1:8460"
        guard let address = ListeningAddress(text) else {
            throw PortalFailure(
                .configuration,
                "PORTAL_LISTEN is “\(text)”, which is no address and port such as 127.0.0.1:8460"
            )
        }
        return address
    }

    private static func address(_ environment: PortalEnvironment) throws(PortalFailure) -> PublicAddress? {
        guard let text = environment.text("PORTAL_URL") else { return nil }
        guard let address = PublicAddress(text) else {
            throw PortalFailure(
                .configuration,
                "PORTAL_URL is “\(text)”, which is no https address without a path (http only on this machine)"
            )
        }
        return address
    }

    private static func roles(_ environment: PortalEnvironment) throws(PortalFailure) -> RoleMapping {
        var roles = RoleMapping()
        if let names = environment.list("PORTAL_VIEWER_ROLES") { roles.viewers = Set(names) }
        if let names = environment.list("PORTAL_APPROVER_ROLES") { roles.approvers = Set(names) }
        return roles
    }

    private static func proxy(
        _ environment: PortalEnvironment,
        _ roles: RoleMapping
    ) throws(PortalFailure) -> TrustedProxy.Settings {
        var proxy = TrustedProxy.Settings()
        do throws(SignInFault) {
            for text in environment.list("PORTAL_PROXY_ADDRESSES") ?? [] {
                proxy.addresses.append(try NetworkRange(text))
            }
        } catch {
            throw PortalFailure(.configuration, "PORTAL_PROXY_ADDRESSES: \(error)", advice: error.advice)
        }
        proxy.userHeader = environment.text("PORTAL_PROXY_USER_HEADER")
        proxy.roleHeader = environment.text("PORTAL_PROXY_ROLE_HEADER")
        proxy.roles = roles
        if let fault = proxy.fault { throw PortalFailure(.configuration, fault) }
        return proxy
    }

    private static func tokens(
        _ environment: PortalEnvironment,
        _ roles: RoleMapping,
        project: String?
    ) throws(PortalFailure) -> TokenSettings? {
        let base = project.map { String($0.reversed().drop { $0 == "/" }.reversed()) + "/auth/v1" }
        let secret = try environment.secret("PORTAL_JWT_SECRET")
        let keysURL =
            environment.text("PORTAL_JWKS_URL") ?? (secret == nil ? base.map { "\($0)/.well-known/jwks.json" } : nil)
        guard secret != nil || keysURL != nil else { return nil }
        guard let issuer = environment.text("PORTAL_JWT_ISSUER") ?? base else {
            throw PortalFailure(
                .configuration,
                "PORTAL_JWT_ISSUER is not set",
                advice: "Set it, or PORTAL_SUPABASE_URL: a token must say who issued it."
            )
        }
        var tokens = TokenSettings(secret: secret.map { Secret($0) }, keysURL: keysURL, issuer: issuer)
        if let audience = environment.text("PORTAL_JWT_AUDIENCE") { tokens.audience = audience }
        if let level = environment.text("PORTAL_TOKEN_LEVEL") {
            guard ["aal1", "aal2"].contains(level) else {
                throw PortalFailure(.configuration, "PORTAL_TOKEN_LEVEL is “\(level)”, which is neither aal1 nor aal2")
            }
            tokens.requiresSecondFactor = level == "aal2"
        }
        if let claim = environment.text("PORTAL_ROLE_CLAIM") { tokens.roleClaim = claim }
        tokens.roles = roles
        if let fault = tokens.fault { throw PortalFailure(.configuration, fault) }
        return tokens
    }

    private static func database(_ environment: PortalEnvironment) throws(PortalFailure) -> ConnectionSettings? {
        guard let url = try environment.secret("DATABASE_URL") else { return nil }
        do throws(PostgresError) {
            return try ConnectionSettings(url: url)
        } catch {
            throw PortalFailure(.configuration, error.description, advice: "Check DATABASE_URL.")
        }
    }
}
