import ArgumentParser
import Reconciliation
import Reports

/// `tieout prune`: takes away reports that have outlived their retention.
struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes reports that have outlived reports.retain; their manifests stay, so that the chain holds.",
        discussion: """
            The newest report always stays. Reports whose period is the first to reach over the end of a month are kept for
            reports.retain.month_end, all others for reports.retain.daily. A folder that is not what was published is not
            pruned, and nothing is when the chain is broken: both are for a person to look at.

            Examples:
              tieout prune --dry-run         what would go, and why
              tieout prune

            Exit status 0, 2 when a folder had to stay because it was changed, 73 when the chain is broken or a folder
            cannot be removed, 78 when the configuration has no reports.retain.
            """
    )

    @Flag(help: "Only say what would be removed.")
    var dryRun = false

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let configuration = try shared.configuration()
            guard let retention = configuration.retention else {
                throw Failure(
                    .configuration,
                    "reports.retain is not set, so every report is kept",
                    advice: "Set reports.retain.daily, such as 90d, and reports.retain.month_end, such as 7y."
                )
            }
            let outcome = try ReportPruning(root: configuration.reportsDirectory, retention: retention)
                .prune(now: .now, by: Program.user, onlyLooks: dryRun)
            for gone in outcome.pruned {
                let size = ((gone.bytes + 1_023) / 1_024).grouped
                console.line("\(dryRun ? "would go" : "pruned  ")    \(gone.runID)  \(gone.rule), \(size) KiB")
            }
            for refused in outcome.refused { console.line("STAYS       \(refused.path): \(refused.problem)") }
            console.line("kept        \(outcome.kept.of("report"))")
            console.json([
                "schema_version": 1, "dry_run": dryRun, "kept": outcome.kept,
                "pruned": outcome.pruned.map {
                    ["run_id": $0.runID.text, "rule": $0.rule, "bytes": $0.bytes] as [String: Any]
                },
                "refused": outcome.refused.map { ["path": $0.path, "problem": $0.problem] },
            ])
            return outcome.refused.isEmpty ? .tiedOut : .differences
        }
    }
}
