import Foundation
import PostgresLedger
import Reconciliation
import Reports

/// Runs the commands that an engineer would type, and sums up what they did.
struct DemoStory {
    let stage: DemoStage
    let console: Output
    let stop: StopSignal

    /// Runs `doctor`, a plan, the corrections, and the same once more.
    func tell() async throws -> ExitStatus {
        let since = (Instant.now - 32 * .day).rfc3339
        try run(["migrate", "--guard"], expecting: [.tiedOut])
        try run(["doctor"], expecting: [.tiedOut])
        try run(["run", "--since", since], expecting: [.differences])
        try run(["run", "--since", since, "--apply"], expecting: [.differences, .tiedOut])
        try run(["run", "--since", since, "--apply"], expecting: [.differences, .tiedOut])
        return try await sumUp()
    }

    /// Runs a command of this program with its output where ours goes.
    private func run(_ arguments: [String], expecting expected: [ExitStatus]) throws {
        try stop.check()
        console.line("\n$ tieout \(arguments.joined(separator: " "))")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments + ["--quiet"]
        process.environment = ProcessInfo.processInfo.environment.merging(stage.environment) { $1 }
        if console.format == .json { process.standardOutput = FileHandle.nullDevice }
        try process.run()
        process.waitUntilExit()
        try stop.check()
        guard expected.contains(where: { $0.rawValue == process.terminationStatus }) else {
            throw Failure(.failed, "tieout \(arguments[0]) ended with status \(process.terminationStatus)")
        }
    }

    /// Says what the three runs came to, from what they wrote down.
    private func sumUp() async throws -> ExitStatus {
        let ledger = PostgresLedger(try ConnectionSettings(url: stage.databaseURL))
        try await ledger.connect()
        let summaries = try await ledger.runs(limit: 3).compactMap(\.summary).map { try Summary(json: $0) }
        guard summaries.count == 3 else { throw Failure(.failed, "the runs of the demo were not written down") }
        let (last, applied, planned) = (summaries[0], summaries[1], summaries[2])
        let missed = ["missed_purchase", "failed_fulfilment"].reduce(0) { $0 + (planned.findings[$1] ?? 0) }
        let waiting = try await ledger.openFindings().filter { $0.finding.severity > .info }.count
        let isDone = last.grants.count == 0 && last.written == 0
        console.line("")
        let held = missed - applied.grants.count
        console.line(
            "\(missed) purchases were missed; \(applied.grants.count) were granted, "
                + "\(held) \(held == 1 ? "is" : "are") held for a person."
        )
        console.line("\(applied.grants.credits) credits were granted.")
        console.line(
            isDone
                ? "The last run had nothing left to correct."
                : "The last run still granted \(last.grants.count) purchases and wrote \(last.written) rows."
        )
        console.line("\(waiting) \(waiting == 1 ? "finding waits" : "findings wait") for a person.")
        console.json([
            "schema_version": 1, "missed": missed, "granted": applied.grants.count,
            "credits": applied.grants.credits, "granted_by_last_run": last.grants.count,
            "written_by_last_run": last.written, "waiting": waiting,
        ])
        return isDone ? .tiedOut : .failed
    }
}
