/// A secret or restricted key that the simulated Stripe accepts.
public struct AccessKey: Sendable, Equatable {
    /// `sk_test_…`, `rk_live_…` and so on.
    public var value: String
    /// What a restricted key may read; nil for everything.
    public var readable: Set<ObjectKind>?

    /// A key; a secret key reads everything.
    public init(_ value: String, readable: Set<ObjectKind>? = nil) {
        self.value = value
        self.readable = readable
    }

    /// The key that a server has unless told otherwise: `sk_test_tieout` or `sk_live_tieout`.
    public static func standard(livemode: Bool) -> AccessKey {
        AccessKey(livemode ? "sk_live_tieout" : "sk_test_tieout")
    }

    /// Whether the key belongs to this mode by its prefix.
    func isOf(livemode: Bool) -> Bool {
        value.contains(livemode ? "_live_" : "_test_")
    }

    /// A key as Stripe's messages show it: its prefix and its last four characters.
    static func masked(_ key: String) -> String {
        let parts = key.split(separator: "_", maxSplits: 2)
        let prefix = parts.count == 3 ? "\(parts[0])_\(parts[1])_" : ""
        let secret = key.dropFirst(prefix.count)
        return prefix + String(repeating: "*", count: max(0, secret.count - 4)) + secret.suffix(4)
    }
}
