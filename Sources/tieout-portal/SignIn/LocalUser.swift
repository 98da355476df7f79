/// Somebody without an account at the application: a line of the file of users, `name:role:hash`.
struct LocalUser: Hashable, Sendable {
    /// Their name, told apart by upper and lower case.
    let name: String
    /// What they may do.
    var role: Account.Role
    /// Their password, as it is kept.
    var hash: PasswordHash

    /// The most characters of a name.
    static let mostOfName = 100

    /// Whether that can be a local user's name.
    static func isName(_ text: String) -> Bool {
        Account.isName(text) && text.count <= mostOfName && !text.contains(":")
    }

    init?(name: String, role: Account.Role, hash: PasswordHash) {
        guard Self.isName(name) else { return nil }
        (self.name, self.role, self.hash) = (name, role, hash)
    }

    /// Reads a line; nil when it is damaged.
    init?(line: some StringProtocol) {
        let parts = line.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let role = Account.Role(rawValue: String(parts[1])), let hash = PasswordHash(parts[2])
        else { return nil }
        self.init(name: String(parts[0]), role: role, hash: hash)
    }

    /// The line.
    var line: String { "\(name):\(role.rawValue):\(hash.text)" }
}
