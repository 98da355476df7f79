import Foundation
import HTTPTransport
import Reconciliation

/// A mail server, and who is written to.
public struct MailSettings: Sendable, Hashable {
    /// `smtps://host` (TLS from the start), or `smtp://host` (STARTTLS, which must succeed unless the host is this machine).
    public var server: String
    /// The name to log in with; nil where the server asks for none.
    public var user: String?
    /// The password.
    public var password: Secret?
    /// Who writes: an address.
    public var sender: String
    /// Who is written to: addresses.
    public var recipients: [String]
    /// A file of certificates to trust in place of the system's.
    public var certificateAuthorityFile: String?

    /// Settings for a server that asks for no name.
    public init(server: String, sender: String, recipients: [String]) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
    }
}

/// People with an e-mail address.
public struct MailChannel: Channel {
    /// `e-mail`.
    public let name = "e-mail"
    private let settings: MailSettings

    /// A channel over that server.
    public init(_ settings: MailSettings) { self.settings = settings }

    /// One mail to all.
    public func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure) {
        let host = settings.sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let message = MailMessage(bulletin, from: settings.sender, to: settings.recipients, host: host)
        // libcurl blocks until the server has answered: not on one of the few threads that tasks share.
        let failure: DeliveryFailure? = await withCheckedContinuation { continuation in
            Thread.detachNewThread { [settings] in
                continuation.resume(returning: SMTPTransfer(settings).failure(sending: message))
            }
        }
        if let failure { throw failure }
    }
}
