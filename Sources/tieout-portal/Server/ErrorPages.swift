import HTTPTypes
import Hummingbird
import Logging
import Reports

/// Turns what a route throws into a page with the right status; what nobody foresaw is told in the log and not to the client.
struct ErrorPages: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            return page(for: refusal, to: request, in: context)
        } catch let error as ReportError {
            logger.error("a report is not as it was published", metadata: ["problem": "\(error.description)"])
            return page(for: error.isPermission ? .unreadable : .notAsPublished, to: request, in: context)
        } catch let failure as PortalFailure {
            logger.error("refused, as the portal cannot do its own part", metadata: ["problem": "\(failure)"])
            let refusal = Refusal(
                .serviceUnavailable,
                "The portal cannot write down who did this, so it was not done. Tell whoever runs it.",
                retryAfter: 60
            )
            return page(for: refusal, to: request, in: context)
        } catch let error as HTTPError {
            return page(for: Refusal(error.status, Self.sentence(of: error.status)), to: request, in: context)
        } catch {
            logger.error("a request failed", metadata: ["problem": "\(type(of: error))"])
            let refusal = Refusal(
                .internalServerError,
                "Something went wrong here. Try again, or tell whoever runs it."
            )
            return page(for: refusal, to: request, in: context)
        }
    }

    private static func sentence(of status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound: Refusal.notFound.sentence
        case .contentTooLarge: "That is more than the portal takes."
        default: "The portal does not answer such a request."
        }
    }

    private func page(for refusal: Refusal, to request: Request, in context: PortalContext) -> Response {
        // Whoever opens a page without being signed in is shown the door, and comes back to the page.
        if refusal.status == .unauthorized, request.method == .get, request.headers[.authorization] == nil {
            let target = request.uri.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "/"
            return .redirect(to: target == "/" ? "/sign-in" : "/sign-in?to=\(target)", type: .normal)
        }
        var response = Response(page: refusal.status.reasonPhrase, status: refusal.status, for: context.visitor) {
            html in
            html.element("<h1>", refusal.status.reasonPhrase, "</h1>\n")
            html.element("<p>", refusal.sentence, "</p>\n<p>")
            html.link("All runs", to: "/")
            html.markup("</p>\n")
        }
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if refusal.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
