import ArgumentParser
import PostgresLedger
import Reconciliation

/// `tieout runs`: the history of runs.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Lists the newest runs first, with their periods and how they ended.",
        discussion: """
            Example:
              tieout runs --limit 5
            """
    )

    @Option(help: ArgumentHelp("How many runs.", valueName: "count"))
    var limit = 20

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more") }
    }

    func run() async throws {
        try await shared.perform { console in
            let ledger = try await shared.configuration().connectedLedger()
            let runs = try await ledger.runs(limit: limit)
            for run in runs {
                console.line(
                    "\(run.id)  \(run.status.words)\(run.exitStatus.map { " (\($0))" } ?? "")"
                        + "  \(run.since) to \(run.cutOff)\(run.applied ? "" : "  plan only")"
                )
            }
            if runs.isEmpty { console.line("There was no run on this database yet.") }
            console.json(["schema_version": 1, "runs": runs.map(\.json)])
            return .tiedOut
        }
    }
}

extension RunRecord {
    fileprivate var json: [String: Any] {
        var object: [String: Any] = [
            "run_id": id, "command": command, "status": status.rawValue, "since": since.rfc3339,
            "cut_off": cutOff.rfc3339, "applied": applied, "started_at": startedAt.rfc3339,
        ]
        object["exit_status"] = exitStatus
        object["finished_at"] = finishedAt?.rfc3339
        return object
    }
}
