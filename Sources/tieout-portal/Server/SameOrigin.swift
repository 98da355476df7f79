import HTTPTypes
import Hummingbird

/// Refuses forms that another site's page sends.
struct SameOrigin: RouterMiddleware {
    /// Nil where the portal is reached as what it listens on, on this machine alone.
    let address: PublicAddress?

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        // Handing over a token is what the application's own page does, which may be of another origin.
        if request.method == .post, request.uri.path != "/sign-in/token" {
            if let origin = request.headers[.origin], !isOwn(origin.lowercased(), request) { throw Self.refusal }
            if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
                throw Self.refusal
            }
        }
        return try await next(request, context)
    }

    private func isOwn(_ origin: String, _ request: Request) -> Bool {
        if let address { return origin == address.origin }
        // A name that leads here only for the attacked browser is no name of this machine.
        guard let host = request.head.authority?.lowercased(), let listening = ListeningAddress(host) else {
            return false
        }
        return listening.isLoopback && origin == "http://\(host)"
    }

    private static let refusal = Refusal(
        .forbidden,
        "This form was sent from another site. If it was not, the portal's own address (PORTAL_URL) is set wrongly."
    )
}
