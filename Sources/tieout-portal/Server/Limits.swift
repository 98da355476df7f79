import HTTPTypes
import Hummingbird

/// How much a request may say before anything looks at it.
struct Limits: RouterMiddleware {
    /// All header fields of a request together, in bytes; browsers with a session need a tenth of it.
    static let mostHeaderBytes = 16 << 10
    /// Path and query, in bytes.
    static let mostTargetBytes = 2 << 10

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= Self.mostTargetBytes else {
            throw Refusal(.uriTooLong, "That address is longer than any of this portal.")
        }
        let bytes = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard bytes <= Self.mostHeaderBytes else {
            throw Refusal(.requestHeaderFieldsTooLarge, "That is more header than the portal reads.")
        }
        return try await next(request, context)
    }
}
