import Foundation
import Reconciliation

/// One line of the audit: who did what, when and from where.
struct AuditEntry: Codable, Hashable, Sendable {
    /// What was done.
    enum Action: String, Codable, Sendable {
        case signedIn = "signed_in"
        case refused = "sign_in_refused"
        case signedOut = "signed_out"
        case downloaded
        case approved
        case declined

        /// The action in words.
        var words: String { rawValue.replacing("_", with: " ") }
    }

    var at: Instant
    /// Whose account; of a refused sign-in the name that was given.
    var account: String
    var source: String?
    /// The client's address.
    var client: String
    var action: Action
    var run: String?
    /// The file, or `archive`.
    var file: String?
    /// SHA-256 of the file as the manifest says.
    var sha256: String?
    /// The part of it that was asked for; nil for all of it.
    var range: String?
    /// What was decided, and why.
    var detail: String?

    init(_ action: Action, by account: String, from client: String, source: Account.Source? = nil) {
        at = Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        self.account = account
        self.source = source?.rawValue
        self.client = client
        self.action = action
    }
}
