import Foundation
import HTTPTransport
import Reconciliation
import Synchronization

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
        let answer = FirstAnswer<DeliveryFailure?>()
        let failure = await withTaskCancellationHandler {
            // libcurl blocks until the server has answered: not on one of the few threads that tasks share.
            Thread.detachNewThread { [settings] in
                guard !answer.isThere else { return }
                answer.give(SMTPTransfer(settings).failure(sending: message))
            }
            return await answer.wait()
        } onCancel: {
            // The thread ends by its own time limit, or with the program.
            answer.give(DeliveryFailure("the mail server was not waited for any longer", mayPass: false))
        }
        if let failure { throw failure }
    }
}

/// The first of several answers, for one who waits.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiting: CheckedContinuation<Value, Never>?
    }

    private let state = Mutex(State())

    /// Whether there is one.
    var isThere: Bool { state.withLock { $0.value != nil } }

    /// Gives an answer; one that comes later is left aside.
    func give(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            guard state.value == nil else { return nil }
            state.value = value
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: value)
    }

    /// Waits for it.
    func wait() async -> Value {
        await withCheckedContinuation { continuation in
            let value = state.withLock { state -> Value? in
                if state.value == nil { state.waiting = continuation }
                return state.value
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
