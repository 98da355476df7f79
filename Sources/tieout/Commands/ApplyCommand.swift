import ArgumentParser
import Foundation
import Reconciliation

/// `tieout apply`: posts a plan that a person has reviewed.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Posts a reviewed plan: each correction is checked again, what has changed since is skipped.",
        discussion: """
            It is a run over the plan's period that posts nothing but what was approved and is found again as it was. An
            approval also posts what waits for a person: take-backs, limits, the circuit breaker, disputed and partly
            refunded sales. It does not post what no word can make right, such as a refund that is under way.

            Without --approved-by it posts what the recorded decisions on the plan approved, each correction under the name of
            its approver.

            A plan that was edited, made on another ledger, for another account or mode, or too long ago is refused
            before anything is written.

            Examples:
              tieout apply reports/latest/plan.json --approved-by "Anna Weber"
              tieout apply reports/latest/plan.json
              tieout apply reports/latest/plan.json --approved-by anna --only cs_live_a1B2c3 cs_live_d4E5f6
              tieout apply reports/latest/plan.json --approved-by anna --except refund_not_reversed:cs_live_a1B2c3
            """
    )

    @Argument(help: ArgumentHelp("The plan.json of a run.", valueName: "plan.json"))
    var plan: String

    @Option(
        help: ArgumentHelp(
            "Who reviewed and approves it; kept with every correction. Default: whoever approved it by recorded decisions.",
            valueName: "name"
        )
    )
    var approvedBy: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Post only these: Stripe ids or fingerprints.", valueName: "id")
    )
    var only: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Post all but these: Stripe ids or fingerprints.", valueName: "id")
    )
    var except: [String] = []

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard let approvedBy else { return }
        guard !approvedBy.allSatisfy(\.isWhitespace) else { throw ValidationError("--approved-by names nobody") }
        guard PersonName(approvedBy) != nil else {
            throw ValidationError(
                "--approved-by is no name: at most \(PersonName.mostCharacters) characters on one line"
            )
        }
    }

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            configuration.applies = true
            let plan = try ReviewedPlan(path: plan)
            try plan.requireFit(
                configuration,
                mode: try configuration.stripeClient().configuration.key.mode,
                now: .now
            )
            let chosen = try plan.corrections(only: only, except: except)
            let given = try approvedBy.flatMap(PersonName.init).map { name throws(Failure) in
                try plan.approval(of: chosen, by: name, requiresAnother: configuration.requiresAnotherApprover)
            }
            let ledger = try await configuration.connectedLedger()
            try await plan.requireKnown(to: ledger)
            let approvals: [Approval] =
                if let given { [given] } else {
                    try await plan.recordedApprovals(of: chosen, in: ledger, planAge: configuration.planAge)
                }
            await ledger.disconnect()
            let applied = AppliedPlan(plan: plan.document.runID, approvals: approvals)
            return try await RunSession(configuration: configuration, console: console, applied: applied)
                .run(plan.period)
        }
    }
}
