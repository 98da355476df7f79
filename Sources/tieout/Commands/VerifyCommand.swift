import ArgumentParser
import Reconciliation
import Reports

/// `tieout verify`: proves that published reports are what was published.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves a published folder whole and true, or all of them and the chain between them.",
        discussion: """
            Of one folder: every file has the checksum, size and rows that its manifest says, nothing was added, and summary
            and plan are the manifest's. Of a folder of reports: the same for each, and that none was changed, removed or
            slipped in since, because each manifest holds the hash of the one before. A report that `tieout prune` took
            away is told from one that somebody removed. Neither database nor configuration is needed with a folder.

            What it cannot tell: whether the newest folders of all were removed with nothing published after them; compare
            with `tieout runs`.

            Examples:
              tieout verify reports/20261123T021500Z-nightly-3f9c
              tieout verify reports

            Exit status 0 when all of it is proved, 4 when something is not as it was published, 64 when there is no
            report, 77 when it may not be read.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A report's folder, or the folder that holds them all (default: reports.directory).",
            valueName: "dir"
        )
    )
    var folder: String?

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let path = try folder ?? shared.configuration().reportsDirectory
            let proof = try Self.proof(of: path)
            for manifest in proof.whole {
                console.line(
                    "whole       \(manifest.runID)  \(manifest.status.words), \(manifest.files.count + 2) files"
                )
            }
            for record in proof.pruned {
                console.line("pruned      \(record.runID)  on \(record.prunedAt) by \(record.prunedBy), \(record.rule)")
            }
            for broken in proof.breaks { console.line("BROKEN      \(broken.path): \(broken.problem)") }
            console.line(
                proof.breaks.isEmpty
                    ? "All of it is what was published." : "Do not rely on it: compare it with a copy of it."
            )
            console.json([
                "schema_version": 1, "verified": proof.breaks.isEmpty, "whole": proof.whole.map(\.runID.text),
                "pruned": proof.pruned.map(\.runID.text),
                "broken": proof.breaks.map { ["path": $0.path, "problem": $0.problem] },
            ])
            return proof.breaks.isEmpty ? .tiedOut : .broken
        }
    }

    private static func proof(of path: String) throws(Failure) -> ReportVerification.Proof {
        do throws(ReportError) {
            return try ReportVerification.prove(path)
        } catch {
            throw Failure(error.isPermission ? .noPermission : .usage, "\(error.path): \(error.problem)")
        }
    }
}
