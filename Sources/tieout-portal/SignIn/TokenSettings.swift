import HTTPTransport

/// What a valid access token of the application is.
struct TokenSettings: Sendable {
    /// The project's secret, for tokens signed with HS256; nil where there are none.
    var secret: Secret?
    /// Where the project publishes its public keys, for tokens signed with ES256, RS256 or EdDSA; nil where it does not.
    var keysURL: String?
    /// The issuer that a token must name: `https://….supabase.co/auth/v1`.
    var issuer: String
    /// The audience that a token must name, alone or among others.
    var audience = "authenticated"
    /// Whether only tokens are taken for which a second factor was asked (`aal2`).
    var requiresSecondFactor = false
    /// How far the clocks of the project and of this machine may be apart, in seconds.
    var leeway = 30.0
    /// The claim that holds the role or a list of roles: members from the outside in, with dots between them.
    var roleClaim = "app_metadata.role"
    /// What the roles allow.
    var roles = RoleMapping()

    /// What is wrong with them, in one sentence; nil when they can be used.
    var fault: String? {
        if secret == nil && keysURL == nil {
            return "there is neither a secret nor an address of keys to check tokens with"
        }
        if let secret, secret.revealed().utf8.count < Self.leastSecret {
            return "the secret that tokens are signed with has fewer than \(Self.leastSecret) bytes"
        }
        if let keysURL {
            do { _ = try HTTPOrigin(of: keysURL) } catch { return "the address of the keys is not accepted, \(error)" }
        }
        if issuer.isEmpty || audience.isEmpty { return "a token's issuer and audience must be known" }
        let path = roleClaim.split(separator: ".", omittingEmptySubsequences: false)
        if path.contains("") { return "the claim of the role, \(roleClaim), has an empty part" }
        if path.first == "user_metadata" {
            return "the role must not come from user_metadata, which users may write themselves"
        }
        return nil
    }

    // RFC 7518, section 3.2: a key of at least the hash's size.
    private static let leastSecret = 32
}
