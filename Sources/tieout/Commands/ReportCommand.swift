import ArgumentParser
import PostgresLedger
import Reconciliation
import Reports

/// `tieout report`: the last run's report once more.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Renders the report of the last run again from the database, into a folder of its own.",
        discussion: """
            The folder that the run published is never changed: the new one has a name of its own and says on its cover
            which run it renders again. It is also how a report gets written after the disk was full (73).

            Only the last run that came to its end is kept whole; of earlier ones the published folder is the record.
            The detail sheets stay empty, and the cover says so, when the next run has begun to read in the meantime.

            Examples:
              tieout report
              tieout report --csv-dialect excel
              tieout report --run 20261123T021500Z-nightly-3f9c
            """
    )

    @Option(help: ArgumentHelp("The run; it has to be the last that came to its end.", valueName: "id"))
    var run: String?

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard let run, RunID(run)?.startedAt == nil else { return }
        throw ValidationError("'\(run)' is no run's id, such as 20261123T021500Z-nightly-3f9c; look at: tieout runs")
    }

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            let ledger = try await configuration.connectedLedger()
            let kept = try await keptRun(of: ledger)
            let result = try await result(of: kept, from: ledger, configuration)
            let report = try await configuration.publisher.publish(
                result,
                findings: { append in try await ledger.forEachFinding(of: kept.id, under: result.plan, append) },
                details: { sheet, append in
                    guard kept.isStaged else { return }
                    try await ledger.forEachPortion(of: sheet, append)
                    try await requireStage(of: kept, in: ledger)
                }
            )
            console.tell(report)
            console.line("\(result.status.words)  run \(kept.id), rendered again")
            for gap in result.gaps { console.line("missing     \(gap)") }
            console.line("report      \(report.folder)")
            var object: [String: Any] = [
                "schema_version": 1, "run_id": kept.id.text, "rendered_again_as": result.id.text,
                "report": report.folder, "missing": result.gaps,
            ]
            object["page"] = result.page
            console.json(object)
            return .tiedOut
        }
    }

    /// What the books keep of the run that is asked for.
    private func keptRun(of ledger: PostgresLedger) async throws -> KeptRun {
        let kept = try await ledger.keptRun()
        if let kept, run == nil || run == kept.id.text { return kept }
        guard let run else {
            throw Failure(
                .usage,
                "no result is kept: no run came to its end yet, or the last one planned more than"
                    + " \(KeptResult.mostCorrections) corrections",
                advice: "Run first: tieout run; of a run with so many corrections the published folder is the record."
            )
        }
        if let id = RunID(run), case .unknownRun = try await ledger.plan(of: id) {
            throw Failure(.usage, "this ledger knows no run \(run)", advice: "Look at: tieout runs")
        }
        throw Failure(
            .usage,
            "run \(run) is not the last one that came to its end, and findings and records of earlier runs are not kept",
            advice: "Its folder below reports.directory is the record; the last run is "
                + (kept.map { "\($0.id)." } ?? "not there yet.")
        )
    }

    private func result(
        of kept: KeptRun,
        from ledger: PostgresLedger,
        _ configuration: Configuration
    ) async throws -> RunResult {
        guard let stored = KeptResult(json: kept.result) else {
            throw Failure(
                .configuration,
                "another version of tieout kept the result of run \(kept.id)",
                advice: "Render it with that version, or run again."
            )
        }
        let id = RunID(startedAt: .now, command: "report", suffix: .random(in: .min ... .max))
        var result = stored.result(as: id)
        result.page = configuration.page(of: id)
        var left = 0
        try await ledger.forEachFinding(of: kept.id) { _ in left += 1 }
        if left != stored.findings.count {
            result.gaps.append(
                "\(stored.findings.count - left) of \(stored.findings.count.of("finding")): a later run has seen them again"
            )
        }
        if !kept.isStaged {
            result.gaps.append("the rows of the detail sheets: the records of the run are no longer staged")
        }
        return result
    }

    /// Rows of two runs must not come together in one report.
    private func requireStage(of kept: KeptRun, in ledger: PostgresLedger) async throws {
        guard try await ledger.keptRun()?.isStaged == true else {
            throw Failure(
                .busy,
                "another run has begun and takes the stage of \(kept.id)",
                advice: "Wait for its report."
            )
        }
    }
}
