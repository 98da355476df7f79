import Foundation
import HTTPTypes
import Hummingbird
import Logging
import PostgresLedger
import Reconciliation
import Reports

/// Plans, and what approvers decide of them.
struct PlanRoutes {
    let shelf: ReportShelf
    let audit: Audit
    /// Nil where no database is configured.
    let book: DecisionBook?
    let logger: Logger

    func add(to router: Router<PortalContext>) {
        router.get("runs/:run/plan", use: show)
        router.post("runs/:run/plan", use: decide)
    }

    @Sendable private func show(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.viewer)
        var page = try await page(of: try context.run())
        if let verdict = request.uri.queryParameters["recorded"].flatMap({ PlanDecision.Verdict(rawValue: String($0)) })
        {
            page.notice = "Recorded: \(verdict.rawValue)."
        }
        return page.response(for: visitor)
    }

    @Sendable private func decide(_ request: Request, _ context: PortalContext) async throws -> Response {
        let visitor = try context.require(.approver)
        let form = try await Form(request, upTo: Form.mostBytes)
        try form.requireToken(of: visitor)
        let run = try context.run()
        guard let book else {
            throw Refusal(.conflict, "No database is configured here: approve it with tieout apply.")
        }
        let plan = try await plan(of: run)
        guard let hash = plan.hash, form["hash"] == hash else {
            throw Refusal(.conflict, "This is not the plan that you saw. Look at it again.")
        }
        guard let verdict = form["verdict"].flatMap(PlanDecision.Verdict.init) else {
            throw Refusal(.badRequest, "Say whether you approve or decline.")
        }
        let chosen = Set(form.all("correction"))
        let entries = plan.corrections.filter { chosen.contains($0.fingerprint) }
        guard !chosen.isEmpty, entries.count == chosen.count else {
            throw Refusal(
                .badRequest,
                chosen.isEmpty ? "Choose at least one correction." : "Choose corrections of this plan."
            )
        }
        // A text area gives lines; a reason is one. What is longer than any is not even looked at.
        let written = form["reason"] ?? ""
        guard written.utf8.count <= 8 << 10 else { throw Refusal(.badRequest, "That reason is too long.") }
        let reason = written.split(whereSeparator: \.isNewline).joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
        let decision = PlanDecision(
            run: run,
            planHash: hash,
            verdict: verdict,
            decidedBy: visitor.account.name,
            reason: reason,
            corrections: try entries.map(PlanDecision.Decided.init)
        )
        var entry = AuditEntry(verdict == .approved ? .approved : .declined, by: visitor, in: context, of: run)
        entry.detail = "\(entries.map(\.stripeID).sorted().joined(separator: " ")): \(reason)"
        try await book.record(decision)
        // The database is the record of it; a line that cannot be added does not undo what was recorded.
        do throws(PortalFailure) { try await audit.add(entry) } catch {
            logger.error("a decision is not in the audit", metadata: ["problem": "\(error)"])
        }
        return .redirect(to: "/runs/\(run)/plan?recorded=\(verdict.rawValue)", type: .normal)
    }

    private func page(of run: RunID) async throws -> PlanPage {
        let plan = try await plan(of: run)
        let decisions = try await book?.decisions(of: run) ?? []
        let postings = try await book?.postings(of: plan) ?? [:]
        return PlanPage(
            plan: plan,
            corrections: ReviewedCorrection.all(of: plan, decisions, postings),
            hasBook: book != nil
        )
    }

    /// The plan that the run published.
    ///
    /// - Throws: ``Refusal`` for one that does not match its own hash or the manifest's.
    private func plan(of run: RunID) async throws -> PlanDocument {
        let bytes = try await shelf.contents(of: ReportFile.plan, in: run)
        let plan = try? JSONDecoder().decode(PlanDocument.self, from: Data(bytes))
        guard let plan, plan.hash != nil, plan.hash == (try? plan.computedHash()) else { throw Refusal.notAsPublished }
        return plan
    }
}

extension PlanDecision.Decided {
    /// A correction as it stands in the plan.
    init(_ entry: PlanDocument.Entry) throws {
        self.init(stripeID: entry.stripeID, fingerprint: entry.fingerprint, correction: try entry.json())
    }
}
