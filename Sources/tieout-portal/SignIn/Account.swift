/// Who is signed in, and what they may do.
struct Account: Hashable, Sendable {
    /// The name that the audit, the pages and decisions show: an e-mail address or a user's name.
    let name: String
    /// What they may do.
    let role: Role
    /// Who vouches for them.
    let source: Source

    /// What somebody may do.
    enum Role: String, Comparable, Sendable, CaseIterable {
        /// Sees runs and downloads their files.
        case viewer
        /// That, and approves or declines plans and reads the audit.
        case approver

        static func < (left: Role, right: Role) -> Bool { left == .viewer && right == .approver }
    }

    /// Who vouches for an account.
    enum Source: String, Sendable {
        /// The application's own sign-in, by an access token.
        case application
        /// The file of local users.
        case local
        /// A proxy that has signed them in.
        case proxy
        /// The link that the portal printed when it was started.
        case oneTimeLink = "one-time link"
    }
}
