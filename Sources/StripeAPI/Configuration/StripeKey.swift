import HTTPTransport

/// Whether a key, an object or a ledger belongs to real money.
public enum KeyMode: String, Sendable, Hashable, Codable {
    /// Real money.
    case live
    /// A sandbox.
    case test
}

/// A secret or restricted key, and the mode that its prefix tells.
public struct StripeKey: Sendable, Hashable {
    /// Live or test, from the prefix: the account object, which would say it too, is closed to restricted keys.
    public let mode: KeyMode
    /// Whether it is a restricted key (`rk_…`): one that reads only what it must.
    public let isRestricted: Bool
    let secret: Secret

    /// A key as the Dashboard shows it.
    ///
    /// - Throws: ``StripeConfigurationError`` for a publishable or an organization's key, and for what is no key.
    public init(_ secret: Secret) throws(StripeConfigurationError) {
        let text = secret.revealed()
        let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        if text.hasPrefix("pk_") { throw .publishableKey }
        if text.hasPrefix("sk_org_") { throw .organizationKey }
        guard parts.count == 3, parts[0] == "sk" || parts[0] == "rk", let mode = KeyMode(rawValue: String(parts[1])),
            !parts[2].isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .notAKey }
        self.mode = mode
        self.isRestricted = parts[0] == "rk"
        self.secret = secret
    }
}
