import Foundation
import HTTPTypes
import Hummingbird

/// A line of JSON on standard error for each request: what was asked by whom and how it ended.
///
/// Neither the query nor a path that leads nowhere is written, as both may hold what somebody pasted by mistake; and no header.
struct RequestLog: RouterMiddleware {
    private struct Line: Encodable {
        var at: String
        var level = "info"
        var request: String
        var client: String
        var account: String?
        var method: String
        var path: String
        var status: Int
        var milliseconds: Int64
    }

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await next(request, context)
        let duration = start.duration(to: clock.now)
        let line = Line(
            at: Date().ISO8601Format(),
            request: context.id,
            client: context.client,
            account: context.visitor?.account.name,
            method: request.method.rawValue,
            path: Self.path(of: request, answered: response.status),
            status: response.status.code,
            milliseconds: duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A log that cannot be written is no reason to end.
        if let bytes = try? encoder.encode(line) { try? FileHandle.standardError.write(contentsOf: bytes + Data([10])) }
        return response
    }

    private static func path(of request: Request, answered status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound, .badRequest, .uriTooLong, .requestHeaderFieldsTooLarge: "(none of the portal's)"
        default: request.uri.path
        }
    }
}
