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

    /// The approval of the chosen corrections.
    ///
    /// - Parameters:
    ///   - only: Stripe ids or fingerprints to which it is narrowed; all without any.
    ///   - except: Stripe ids or fingerprints that are left out.
    /// - Throws: ``Failure`` with status 64 for an id that is not in the plan and when nothing is left, 77 for an approver
    ///   who made the plan where another is required.
    func approval(
        by approver: String,
        only: [String],
        except: [String],
        requiresAnother: Bool
    ) throws(Failure) -> Approval {
        let approver = approver.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !requiresAnother || Self.normal(approver) != Self.normal(document.plannedBy) else {
            throw Failure(
                .noPermission,
                "\(approver) made the plan and cannot approve it: the configuration says approval: required",
                advice: "Have another person review and approve it."
            )
        }
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
        return Approval(plan: document.runID, approvedBy: approver, corrections: chosen)
    }

    private static func normal(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    private static func name(_ account: String?) -> String { account.map { "account \($0)" } ?? "no account" }
}

extension Correction {
    /// Whether an id on the command line means it.
    fileprivate func isCalled(_ id: String) -> Bool { id == stripeID || id == fingerprint }
}
