import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import Logging

/// The door: signing in and out.
struct SignInRoutes {
    let desk: SignInDesk
    let audit: Audit
    let logger: Logger

    func add(to router: Router<PortalContext>) {
        router.get("sign-in", use: show)
        router.post("sign-in", use: signIn)
        router.post("sign-in/token", use: signInByToken)
        router.get("sign-in/link", use: showLink)
        router.post("sign-in/link", use: signInByLink)
        router.post("sign-out", use: signOut)
    }

    @Sendable private func show(_ request: Request, _ context: PortalContext) async throws -> Response {
        let target = Self.target(request.uri.queryParameters["to"].map(String.init))
        if context.visitor != nil { return .redirect(to: target, type: .normal) }
        var page = page(target)
        if let refusal = context.signInRefusal {
            (page.problem, page.status) = (refusal.sentence, .init(code: refusal.status))
        }
        return page.response()
    }

    @Sendable private func signIn(_ request: Request, _ context: PortalContext) async throws -> Response {
        let form = try await Form(request)
        guard let name = form["name"], let password = form["password"] else {
            throw Refusal(.badRequest, "Give a name and a password.")
        }
        // Before anything compares it: telling whether two spellings are one name takes longer the longer they are.
        guard name.utf8.count <= Self.mostNameBytes, password.utf8.count <= Self.mostPasswordBytes else {
            throw Refusal(.badRequest, "No name and no password is that long.")
        }
        let target = Self.target(form["to"])
        do {
            let account = try await account(name, Secret(password), in: context)
            return try await open(for: account, in: context, replacing: request, then: target)
        } catch let refusal as SignInRefusal {
            return try await refuse(refusal, name: name, in: context, target: target)
        }
    }

    /// The account of a name and a password, as long as it was not tried too often.
    private func account(_ name: String, _ password: Secret, in context: PortalContext) async throws -> Account {
        let attempt = try desk.throttle.admit(account: name, from: context.clientAddress, now: Date())
        do throws(SignInRefusal) {
            let account = try await desk.account(name: name, password: password, now: Date())
            desk.throttle.succeeded(attempt)
            return account
        } catch {
            switch error {
            // Held back before the answer is known to anybody: guessing gets slower with each guess.
            case .wrongPassword: try await Task.sleep(for: attempt.delay)
            case .unavailable: desk.throttle.unanswered(attempt)
            default: break
            }
            throw error
        }
    }

    /// For the application's own page, which hands over the access token of whoever is signed in there.
    @Sendable private func signInByToken(_ request: Request, _ context: PortalContext) async throws -> Response {
        let form = try await Form(request)
        guard let tokens = desk.tokens, let token = form["access_token"] else { throw Refusal.notFound }
        do {
            try desk.throttle.admitToken(from: context.clientAddress, now: Date())
            let account = try await desk.account(of: token, by: tokens, now: Date())
            return try await open(for: account, in: context, replacing: request, then: "/")
        } catch let refusal as SignInRefusal {
            desk.throttle.refusedToken(from: context.clientAddress, now: Date())
            return try await refuse(refusal, name: nil, in: context, target: "/")
        }
    }

    @Sendable private func showLink(_ request: Request, _ context: PortalContext) async throws -> Response {
        guard desk.link != nil, let token = request.uri.queryParameters["token"] else { throw Refusal.notFound }
        return OneTimeLinkPage(token: String(token)).response()
    }

    @Sendable private func signInByLink(_ request: Request, _ context: PortalContext) async throws -> Response {
        let form = try await Form(request)
        guard let account = desk.link?.take(form["token"] ?? "", now: Date()) else {
            throw Refusal(.forbidden, "That link was used before, or is too old. Sign in, or start the portal again.")
        }
        return try await open(for: account, in: context, replacing: request, then: "/")
    }

    @Sendable private func signOut(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.viewer)
        try await Form(request).requireToken(of: visitor)
        if let session = visitor.session { desk.sessions.end(session) }
        try await audit.add(
            AuditEntry(.signedOut, by: visitor.account.name, from: context.client, source: visitor.account.source)
        )
        var response = Response.redirect(to: "/sign-in", type: .normal)
        response.headers[.setCookie] = SessionCookie.removing
        return response
    }

    private static let mostNameBytes = 400
    private static let mostPasswordBytes = 1_024

    private func open(
        for account: Account,
        in context: PortalContext,
        replacing request: Request,
        then target: String
    ) async throws -> Response {
        try await audit.add(
            AuditEntry(.signedIn, by: account.name, from: context.client, source: account.source)
        )
        let former = request.cookies[SessionCookie.name]?.value
        let opened = desk.sessions.open(for: account, replacing: former, now: Date())
        var response = Response.redirect(to: target, type: .normal)
        response.headers[.setCookie] = SessionCookie.setting(opened.cookie.text)
        return response
    }

    private func refuse(
        _ refusal: SignInRefusal,
        name: String?,
        in context: PortalContext,
        target: String
    ) async throws -> Response {
        logger.notice("sign-in refused", metadata: ["why": "\(refusal.logged)", "client": "\(context.client)"])
        // Tries that are not even looked at would fill the disk.
        if case .tooManyTries = refusal {
        } else {
            var entry = AuditEntry(.refused, by: name ?? "(access token)", from: context.client)
            entry.detail = refusal.logged
            try await audit.add(entry)
        }
        var page = page(target)
        (page.problem, page.status) = (refusal.sentence, .init(code: refusal.status))
        page.name = name
        var response = page.response()
        if case .tooManyTries(let wait) = refusal {
            response.headers[.retryAfter] = String(max(1, wait.components.seconds))
        }
        return response
    }

    private func page(_ target: String) -> SignInPage {
        SignInPage(
            target: target,
            nameLabel: desk.application == nil ? "Name" : "E-mail address or name",
            takesPasswords: desk.takesPasswords
        )
    }

    /// Where to go after signing in: a page of the portal, whatever the address says.
    static func target(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), text.wholeMatch(of: /(\/[A-Za-z0-9._~-]+)*\/?/) != nil else { return "/" }
        return text
    }
}

extension Form {
    /// Requires that it was filled in on a page of the portal that this visitor was shown.
    ///
    /// - Throws: ``Refusal`` with 403.
    func requireToken(of visitor: Visitor) throws(Refusal) {
        guard let sent = self["form_token"], ConstantTime.equal(sent, visitor.formToken) else {
            throw Refusal(.forbidden, "This form was not filled in on a page of yours here. Open the page again.")
        }
    }
}
