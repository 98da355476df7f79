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

            A plan that was edited, made on another ledger, for another account or mode, or too long ago is refused
            before anything is written.

            Examples:
              tieout apply reports/latest/plan.json --approved-by "Anna Weber"
              tieout apply reports/latest/plan.json --approved-by anna --only cs_live_a1B2c3 cs_live_d4E5f6
              tieout apply reports/latest/plan.json --approved-by anna --except refund_not_reversed:cs_live_a1B2c3
            """
    )

    @Argument(help: ArgumentHelp("The plan.json of a run.", valueName: "plan.json"))
    var plan: String

    @Option(help: ArgumentHelp("Who reviewed and approves it; kept with every correction.", valueName: "name"))
    var approvedBy: String

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
        guard !approvedBy.allSatisfy(\.isWhitespace) else { throw ValidationError("--approved-by names nobody") }
        let isOneLine = !approvedBy.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard approvedBy.count <= 200, isOneLine else {
            throw ValidationError("--approved-by is no name: at most 200 characters on one line")
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
            let approval = try plan.approval(
                by: approvedBy,
                only: only,
                except: except,
                requiresAnother: configuration.requiresAnotherApprover
            )
            let ledger = try await configuration.connectedLedger()
            try await plan.requireKnown(to: ledger)
            await ledger.disconnect()
            return try await RunSession(configuration: configuration, console: console, approval: approval)
                .run(plan.period)
        }
    }
}
