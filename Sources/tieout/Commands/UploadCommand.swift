import ArgumentParser
import Reconciliation
import Reports

/// `tieout upload`: copies into the object store what is missing there.
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Copies reports to the object store of reports.upload that are not there yet.",
        discussion: """
            Every run does that with its own report; this makes good for a run that could not, or brings in the reports of
            before. A report is in the store whole or not at all: files that are there with the same content are left, none is
            ever overwritten, and what an upload that fails has put there is deleted again. Afterwards the list of all runs
            (index.html) is made anew. Neither Stripe nor the database is asked.

            Examples:
              tieout upload                                     all reports whose manifest is not in the store
              tieout upload 20261123T021500Z-nightly-3f9c       this one, also where some of it is there
              tieout upload latest

            Exit status 0 when they are in the store, 1 when the store refuses one for a reason of its own or a file is too
            large for it, 4 when a report is not what was published or the store holds something else under its name, 64 when
            there is no such report, 69 when the store is out of reach, 77 when the access key may not write there, 78 when
            reports.upload is not set or wrong, 130 or 143 when a signal stopped it. docs/delivery.md tells how a bucket is
            set up.
            """
    )

    @Argument(help: ArgumentHelp("A run, or latest (default: all that are missing).", valueName: "run"))
    var run: String?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard let run, run != "latest", RunID(run)?.startedAt == nil else { return }
        throw ValidationError("'\(run)' is no run's id, such as 20261123T021500Z-nightly-3f9c; look at: tieout runs")
    }

    func run() async throws {
        try await shared.perform { console in
            let configuration = try shared.configuration()
            guard let target = try configuration.upload.target() else {
                throw Failure(
                    .configuration,
                    "reports.upload is not set, so there is nowhere to copy reports to",
                    advice: "Set reports.upload.bucket and what docs/delivery.md says."
                )
            }
            let root = configuration.reportsDirectory
            let runs = try runs(in: root)
            let stop = StopSignal()
            let outcome = try await ReportUpload(target: target, root: root) { stop.exitStatus == nil }
                .perform(runs, again: run != nil)
            print(outcome, to: target, on: console)
            if let stopped = stop.exitStatus { return stopped }
            return outcome.failure?.status ?? .tiedOut
        }
    }

    /// The reports that are looked at, oldest first.
    private func runs(in root: String) throws(Failure) -> [RunID] {
        let all: [RunID]
        do throws(ReportError) {
            all = try ReportCopy.runs(in: root)
        } catch {
            throw Failure(error.isPermission ? .noPermission : .usage, "\(error.path): \(error.problem)")
        }
        guard let run else { return all }
        guard let wanted = run == "latest" ? ReportCopy.latest(in: root) : RunID(run), all.contains(wanted) else {
            throw Failure(.usage, "\(root) holds no report of \(run)", advice: "Look at: tieout runs")
        }
        return [wanted]
    }

    private func print(_ outcome: ReportUpload.Outcome, to target: UploadTarget, on console: Output) {
        for (run, done) in outcome.uploaded {
            let size = ((done.bytes + 1_023) / 1_024).grouped
            let left = done.left == 0 ? "" : ", \(done.left) were there"
            console.line("uploaded    \(target.place(of: run))  \(done.put.of("file")), \(size) KiB\(left)")
        }
        for (run, failure) in outcome.failed { console.line("FAILED      \(run)  \(failure)") }
        if let problem = outcome.listProblem { console.line("FAILED      the list of all runs  \(problem)") }
        console.line("in store    \((outcome.uploaded.count + outcome.inStore.count).of("report")) of those looked at")
        var object: [String: Any] = [
            "schema_version": 1, "store": "s3://\(target.settings.bucket)/\(target.base)",
            "uploaded": outcome.uploaded.map { run, done in
                ["run_id": run.text, "files": done.put, "bytes": done.bytes, "left": done.left] as [String: Any]
            },
            "in_store": outcome.inStore.map(\.text),
            "failed": outcome.failed.map { Self.object(["run_id": $0.run.text], $0.failure) },
        ]
        object["list_problem"] = outcome.listProblem.map { Self.object([:], $0) }
        console.json(object)
    }

    private static func object(_ facts: [String: String], _ failure: Failure) -> [String: String] {
        var object = facts.merging(["problem": failure.sentence]) { first, _ in first }
        object["advice"] = failure.advice
        return object
    }
}
