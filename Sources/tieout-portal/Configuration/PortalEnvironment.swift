import Foundation

/// The variables that set the portal; each is known, and a name that is not is an error, because a typing slip that leaves
/// a door open is the failure that nobody sees.
struct PortalEnvironment {
    let variables: [String: String]

    /// Every variable of the portal, with its meaning; `docs/portal.md` says the same.
    static let names: [String: String] = [
        "PORTAL_REPORTS": "the folder where runs publish (reports)",
        "PORTAL_STATE": "the folder of the portal's own, for the audit (portal-state)",
        "PORTAL_LISTEN": "the address and port that it listens on (127.0.0.1:8460)",
        "PORTAL_URL": "the address under which people reach it, such as https://reports.example.com",
        "PORTAL_SUPABASE_URL": "the project's address, for signing in with e-mail and password",
        "PORTAL_SUPABASE_ANON_KEY": "the project's public key",
        "PORTAL_JWT_SECRET": "the secret that signs the application's access tokens (HS256)",
        "PORTAL_JWKS_URL": "where the keys are that verify them (ES256, RS256, EdDSA)",
        "PORTAL_JWT_ISSUER": "who issues them; PORTAL_SUPABASE_URL/auth/v1 without it",
        "PORTAL_JWT_AUDIENCE": "whom they are for (authenticated)",
        "PORTAL_TOKEN_LEVEL": "aal2: only tokens for which a second factor was asked; aal1 (default): all of them",
        "PORTAL_ROLE_CLAIM": "the claim that holds the role (app_metadata.role)",
        "PORTAL_VIEWER_ROLES": "the roles that may see and download (finance)",
        "PORTAL_APPROVER_ROLES": "the roles that may also approve (admin)",
        "PORTAL_USERS": "the file of local users that tieout-portal user add makes",
        "PORTAL_PROXY_ADDRESSES": "the addresses of a proxy whose headers are believed",
        "PORTAL_PROXY_USER_HEADER": "the header in which it names the user",
        "PORTAL_PROXY_ROLE_HEADER": "the header in which it names the user's roles",
        "PORTAL_SESSION": "how long a session lasts at the most (8h)",
        "PORTAL_SESSION_IDLE": "how long one lasts without a request (30m)",
    ]

    /// Those that may come from files.
    private static let secrets = ["PORTAL_SUPABASE_ANON_KEY", "PORTAL_JWT_SECRET"]

    /// The variables of a process.
    ///
    /// - Throws: ``PortalFailure`` with status 78 for a variable that begins like the portal's and is none.
    init(_ variables: [String: String]) throws(PortalFailure) {
        self.variables = variables
        for name in variables.keys.sorted() where name.hasPrefix("PORTAL_") {
            let isFile = name.hasSuffix("_FILE") && Self.secrets.contains(String(name.dropLast(5)))
            guard Self.names[name] == nil, !isFile else { continue }
            throw PortalFailure(
                .configuration,
                "\(name) is no variable of the portal",
                advice: "Known: \(Self.names.keys.sorted().joined(separator: ", "))."
            )
        }
    }

    /// A variable's value; nil when it is not set or empty.
    func text(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Values between commas.
    func list(_ name: String) -> [String]? {
        text(name)?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// A secret from the variable, or from the file that the variable with `_FILE` names.
    ///
    /// - Throws: ``PortalFailure`` with status 78 when both are set, or the file cannot be read.
    func secret(_ name: String) throws(PortalFailure) -> String? {
        guard let path = text(name + "_FILE") else { return text(name) }
        guard text(name) == nil else {
            throw PortalFailure(.configuration, "\(name) and \(name)_FILE are both set", advice: "Keep one of them.")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw PortalFailure(.configuration, "cannot read \(path), which \(name)_FILE names")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A span of time such as `30m` or `8h`; in seconds.
    ///
    /// - Throws: ``PortalFailure`` with status 78 for anything else, and for less than a minute or more than a week.
    func seconds(_ name: String) throws(PortalFailure) -> Int64? {
        guard let text = text(name) else { return nil }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...604_800).contains(count), (60...604_800).contains(count * unit)
        else {
            throw PortalFailure(.configuration, "\(name) is “\(text)”, which is not a time from 1m to 7d, such as 8h")
        }
        return count * unit
    }
}
