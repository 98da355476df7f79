import Hummingbird
import Logging

/// The portal's routes and what every request goes through before them, from the outside in.
struct Portal {
    let desk: SignInDesk
    let shelf: ReportShelf
    let audit: Audit
    /// Nil where no database is configured.
    let book: DecisionBook?
    /// Nil where it is reached as what it listens on.
    let address: PublicAddress?
    let logger: Logger

    /// Everything that answers.
    func router() -> Router<PortalContext> {
        let router = Router(context: PortalContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            SecurityHeaders(isEncrypted: address?.origin.hasPrefix("https:") == true)
            Identification(desk: desk)
            RequestLog()
            ErrorPages(logger: logger)
            Limits()
            SameOrigin(address: address)
        }
        SignInRoutes(desk: desk, audit: audit, logger: logger).add(to: router)
        RunRoutes(shelf: shelf, audit: audit, book: book).add(to: router)
        PlanRoutes(shelf: shelf, audit: audit, book: book, logger: logger).add(to: router)
        DownloadRoutes(shelf: shelf, audit: audit).add(to: router)
        return router
    }
}
