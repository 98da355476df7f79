import HTTPTypes
import Hummingbird
import Reconciliation

/// Files of reports, for whoever may see them; each download is in the audit before its first byte goes out.
struct DownloadRoutes {
    let shelf: ReportShelf
    let audit: Audit

    func add(to router: Router<PortalContext>) {
        router.get("runs/:run/everything.zip", use: archive)
        router.get("runs/:run/:file", use: file)
    }

    @Sendable private func file(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.viewer)
        let run = try context.run()
        // A file has nothing below it.
        guard let name = context.parameters.get("file"), !request.uri.path.hasSuffix("/") else {
            throw Refusal.notFound
        }
        let file = try await shelf.files(of: run, named: [name])[0]
        if let known = request.headers[.ifNoneMatch], entityTags(known, name: file.entityTag) {
            return Response(status: .notModified, headers: [.eTag: file.entityTag])
        }
        let isCurrent = request.headers[.ifRange].map { $0 == file.entityTag } ?? true
        let range = ByteRange(request.headers[.range], size: file.bytes, isCurrent: isCurrent)
        if request.method == .get, range != .unsatisfiable {
            var entry = AuditEntry(.downloaded, by: visitor, in: context, of: run)
            (entry.file, entry.sha256) = (name, file.listed.sha256)
            if case .part(let part) = range { entry.range = "\(part.lowerBound)-\(part.upperBound - 1)" }
            try await audit.add(entry)
        }
        return Response(file, range)
    }

    @Sendable private func archive(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.viewer)
        let run = try context.run()
        let files = try await shelf.files(of: run)
        if request.method == .get {
            var entry = AuditEntry(.downloaded, by: visitor, in: context, of: run)
            entry.file = "everything.zip"
            try await audit.add(entry)
        }
        return Response(archiveOf: files, run: run)
    }
}

extension PortalContext {
    /// The run that the address names.
    ///
    /// - Throws: ``Refusal`` with 404 for what is no run's name.
    func run() throws(Refusal) -> RunID {
        guard let run = parameters.get("run").flatMap(RunID.init), run.startedAt != nil else { throw .notFound }
        return run
    }
}

extension AuditEntry {
    /// What a visitor does with a run.
    init(_ action: Action, by visitor: Visitor, in context: PortalContext, of run: RunID) {
        self.init(action, by: visitor.account.name, from: context.client, source: visitor.account.source)
        self.run = run.text
    }
}
