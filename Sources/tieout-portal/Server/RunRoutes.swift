import Hummingbird
import Reconciliation
import Reports

/// The pages: all runs, one run, the audit.
struct RunRoutes {
    let shelf: ReportShelf
    let audit: Audit
    /// Nil where no database is configured.
    let book: DecisionBook?

    func add(to router: Router<PortalContext>) {
        router.get("", use: list)
        router.get("runs") { _, _ in Response.redirect(to: "/", type: .normal) }
        router.get("runs/:run", use: show)
        router.get("audit", use: showAudit)
        router.get("style.css") { _, _ in StyleSheet.response }
        router.get("robots.txt") { _, _ in "User-agent: *\nDisallow: /\n" }
        router.get("health", use: health)
    }

    @Sendable private func list(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.viewer)
        let reports = try await shelf.reports()
        let query = request.uri.queryParameters
        let filter = RunFilter(month: query["month"].map(String.init), status: query["status"].map(String.init))
        let decisions = await book?.totals(of: filter.apply(to: reports).map(\.runID)) ?? [:]
        return RunListPage(reports: reports, filter: filter, decisions: decisions).response(for: visitor)
    }

    @Sendable private func show(_ request: Request, _ context: PortalContext) async throws -> Response {
        // Pages of reports lead back to the list of their folder.
        if context.parameters.get("run") == "index.html" { return .redirect(to: "/", type: .normal) }
        let visitor = try context.require(.viewer)
        let run = try context.run()
        // What a run's page leads to is beside it.
        guard request.uri.path.hasSuffix("/") else { return .redirect(to: "/runs/\(run)/", type: .normal) }
        let manifest = try await shelf.manifest(of: run)
        let page = RunPage(
            manifest: manifest,
            published: try mainPart(of: try await shelf.contents(of: ReportFile.page, in: run)),
            downloads: await audit.newest(20, of: run)
        )
        return page.response(for: visitor)
    }

    @Sendable private func showAudit(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.approver)
        return AuditPage(entries: await audit.newest(AuditPage.most)).response(for: visitor)
    }

    /// For whoever watches the portal; it tells nothing but whether reports can be read.
    @Sendable private func health(_ request: Request, _ context: PortalContext) async throws -> Response {
        do {
            _ = try await shelf.reports()
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain"],
                body: .init(byteBuffer: .init(string: "ok\n"))
            )
        } catch {
            let body = ByteBuffer(string: "the reports cannot be read\n")
            return Response(
                status: .serviceUnavailable,
                headers: [.contentType: "text/plain"],
                body: .init(byteBuffer: body)
            )
        }
    }
}
