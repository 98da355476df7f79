import Hummingbird

/// What a request carries through middleware and routes.
struct PortalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of whoever opened the connection.
    let peer: String
    /// The client's address: the peer's, or what a trusted proxy says of it.
    var clientAddress: NetworkAddress?
    /// The same in words.
    var client: String { clientAddress.map { "\($0)" } ?? peer }
    /// Who asks; nil before they have signed in.
    var visitor: Visitor?
    /// Why whoever asks was not let in, though they brought something to prove themselves with.
    var signInRefusal: SignInRefusal?

    /// A form of the portal's is small.
    var maxUploadSize: Int { Form.mostBytes }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
        clientAddress = NetworkAddress(peer)
    }

    /// Who asks, if they may do that much.
    ///
    /// - Throws: ``Refusal``: 401 for nobody, 403 for a role that may not.
    func require(_ role: Account.Role) throws(Refusal) -> Visitor {
        guard let visitor else {
            throw signInRefusal.map { Refusal(.init(code: $0.status), $0.sentence) } ?? .notSignedIn
        }
        guard visitor.account.role >= role else {
            throw Refusal(.forbidden, "\(visitor.account.name) may look and download, and may not approve.")
        }
        return visitor
    }
}

/// Somebody who is signed in, as a request shows it.
struct Visitor: Sendable {
    let account: Account
    /// What every form of theirs has to bring back.
    let formToken: String
    /// The value of their session's cookie; nil where each request proves anew who they are.
    let session: String?
}
