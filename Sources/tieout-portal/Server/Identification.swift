import Foundation
import HTTPTypes
import Hummingbird

/// Finds out who asks: by the proxy's header, by a bearer token, or by the cookie of a session. Whether they may is for each route to say.
struct Identification: RouterMiddleware {
    let desk: SignInDesk

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let peer = NetworkAddress(context.peer)
        context.clientAddress = desk.proxy.client(of: peer, forwarded: request.headers[values: .xForwardedFor])
        do {
            context.visitor = try await visitor(of: request, from: peer, client: context.clientAddress)
        } catch {
            context.signInRefusal = error
        }
        return try await next(request, context)
    }

    private func visitor(
        of request: Request,
        from peer: NetworkAddress?,
        client: NetworkAddress?
    ) async throws(SignInRefusal) -> Visitor? {
        let vouched = try desk.proxy.account(from: peer) { name in
            HTTPField.Name(name).map { request.headers[values: $0] } ?? []
        }
        if let vouched { return Visitor(account: vouched, formToken: desk.formToken(of: vouched), session: nil) }
        if let header = request.headers[.authorization], let tokens = desk.tokens {
            guard let token = header.wholeMatch(of: /[Bb]earer +(\S+)/)?.1 else { throw .invalidToken(.malformed) }
            try desk.throttle.admitToken(from: client, now: Date())
            let account: Account
            do throws(SignInRefusal) {
                account = try await desk.account(of: String(token), by: tokens, now: Date())
            } catch {
                desk.throttle.refusedToken(from: client, now: Date())
                throw error
            }
            return Visitor(account: account, formToken: desk.formToken(of: account), session: nil)
        }
        guard let cookie = request.cookies[SessionCookie.name]?.value,
            let session = desk.session(of: cookie, now: Date())
        else { return nil }
        return Visitor(account: session.account, formToken: session.formToken, session: cookie)
    }
}

/// The cookie of a session: for this host alone, over https alone, and out of the reach of scripts.
enum SessionCookie {
    /// The prefix makes browsers refuse it from any other host and without https.
    static let name = "__Host-tieout"

    /// The header that sets it.
    static func setting(_ value: String) -> String { "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax" }

    /// The header that takes it away.
    static let removing = "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
