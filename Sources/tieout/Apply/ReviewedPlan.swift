import Foundation
import PostgresLedger
import Reconciliation
import Reports
import StripeAPI

/// A `plan.json` that a person has reviewed: whether it may be applied here, now and by them.
///
/// Every check comes before anything is written. What a plan is bound to: its content (hash), the ledger (the books keep the
/// hash of each run's plan), account and mode, and time.
struct ReviewedPlan {
    let path: String
    let document: PlanDocument

    /// Reads the plan.
    ///
    /// - Throws: ``Failure`` with status 64 for a file that is no plan as Tieout wrote it.
    init(path: String) throws(Failure) {
        do throws(PlanRefusal) {
            self.path = path
            document = try PlanDocument.read(path)
        } catch {
            throw Failure(.usage, error.sentence, advice: error.advice)
        }
    }

    /// What a run has to examine to check the plan again.
    var period: PeriodChoice {
        PeriodChoice(since: document.period.since, until: document.period.cutOff, purpose: .applying)
    }

    /// Passes when the plan was made for the account and the mode that are configured, and not too long ago.
    ///
    /// - Throws: ``Failure`` with status 78 for another account or mode, 64 for a plan that is too old.
    func requireFit(_ configuration: Configuration, mode: KeyMode, now: Instant) throws(Failure) {
        guard document.livemode == (mode == .live) else {
            let (planned, given) = document.livemode ? ("live", "test") : ("test", "live")
            throw Failure(
                .configuration,
                "\(path) was planned in \(planned) mode, and the Stripe key is a \(given) key",
                advice: "Use the \(planned) key of the account that it was planned for."
            )
        }
        guard document.account == configuration.stripeAccount else {
            throw Failure(
                .configuration,
                "\(path) was planned for \(Self.name(document.account)), and the configuration names"
                    + " \(Self.name(configuration.stripeAccount))",
                advice: "Apply it with the configuration that it was planned with (stripe.account)."
            )
        }
        guard document.createdAt + configuration.planAge >= now else {
            throw Failure(
                .usage,
                "\(path) is of \(document.createdAt), which is longer ago than a plan may be applied (plan_age)",
                advice: "Make a new plan and review it: tieout run"
            )
        }
    }

    /// Passes when the ledger's books know the plan as it is.
    ///
    /// - Throws: ``Failure`` with status 78 for a plan of another ledger, 64 for one that is not what its run published; and
    ///   `PostgresError`.
    func requireKnown(to ledger: PostgresLedger) async throws {
        switch try await ledger.plan(of: document.runID) {
        case .published(let hash) where hash == document.hash: return
        case .published:
            throw Failure(
                .usage,
                "\(path) was edited: it is not the plan that run \(document.runID) published",
                advice: "Use the plan.json in that run's folder, or make a new one: tieout run"
            )
        case .none:
            throw Failure(
                .usage,
                "\(path) is of run \(document.runID), which did not come to its end",
                advice: "Make a new plan: tieout run"
            )
        case .unknownRun:
            throw Failure(
                .configuration,
                "\(path) was planned on another ledger: this one knows no run \(document.runID)",
                advice: "Check DATABASE_URL, or make a plan on this ledger: tieout run"
            )
        }
    }

    /// The chosen corrections.
    ///
    /// - Parameters:
    ///   - only: Stripe ids or fingerprints to which they are narrowed; all without any.
    ///   - except: Stripe ids or fingerprints that are left out.
    /// - Throws: ``Failure`` with status 64 for an id that is not in the plan and when nothing is left.
    func corrections(only: [String], except: [String]) throws(Failure) -> [PlannedCorrection] {
        let planned = document.corrections.map(\.planned)
        for id in only + except where !planned.contains(where: { $0.correction.isCalled(id) }) {
            throw Failure(.usage, "\(id) is not in \(path)", advice: "Give Stripe ids or fingerprints of the plan.")
        }
        let chosen = planned.filter { planned in
            (only.isEmpty || only.contains(where: planned.correction.isCalled))
                && !except.contains(where: planned.correction.isCalled)
        }
        guard !chosen.isEmpty else {
            throw Failure(.usage, "nothing of \(path) is left to apply", advice: "Look at its corrections.")
        }
        return chosen
    }

    /// The approval of chosen corrections by whoever gives it with the command.
    ///
    /// - Throws: ``Failure`` with status 77 for an approver who made the plan where another is required.
    func approval(
        of chosen: [PlannedCorrection],
        by approver: PersonName,
        requiresAnother: Bool
    ) throws(Failure) -> Approval {
        guard !requiresAnother || !approver.mayBe(document.plannedBy) else {
            throw Failure(
                .noPermission,
                "\(approver.text) made the plan and cannot approve it: the configuration says approval: required",
                advice: "Have another person review and approve it."
            )
        }
        return Approval(plan: document.runID, approvedBy: approver.text, corrections: chosen)
    }

    /// What the recorded decisions on the plan approved of chosen corrections and no run has posted yet, each as the plan has
    /// it, under the name of its approver.
    ///
    /// - Throws: ``Failure`` with status 64 where there is nothing; `PostgresError`.
    func recordedApprovals(
        of chosen: [PlannedCorrection],
        in ledger: PostgresLedger,
        planAge: Int64
    ) async throws -> [Approval] {
        let standing = try await StandingDecisions(in: ledger, planAge: planAge)
        let approvals = standing.approvals.filter { $0.plan == document.runID }.compactMap { recorded -> Approval? in
            let fingerprints = Set(recorded.corrections.map(\.correction.fingerprint))
            let approved = chosen.filter { fingerprints.contains($0.correction.fingerprint) }
            guard !approved.isEmpty else { return nil }
            return Approval(plan: recorded.plan, approvedBy: recorded.approvedBy, corrections: approved)
        }
        guard approvals.isEmpty else { return approvals }
        let decisions = try await ledger.decisions(of: document.runID)
        throw Failure(
            .usage,
            decisions.isEmpty
                ? "nobody has decided on \(path)"
                : "no approval of \(path) waits to be posted: \(Self.tally(decisions))",
            advice: "Have it approved, or say who approves it: tieout apply \(path) --approved-by NAME"
        )
    }

    /// What became of decisions that leave nothing to post.
    private static func tally(_ decisions: [RecordedDecision]) -> String {
        let declined = decisions.count { $0.verdict == .declined }
        let posted = decisions.count { $0.verdict == .approved && $0.posting != nil }
        let others = decisions.count - declined - posted
        return [(posted, "posted"), (declined, "declined"), (others, "too old, decided anew or left out")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private static func name(_ account: String?) -> String { account.map { "account \($0)" } ?? "no account" }
}

extension Correction {
    /// Whether an id on the command line means it.
    fileprivate func isCalled(_ id: String) -> Bool { id == stripeID || id == fingerprint }
}
