import Logging
import PostgresLedger
import Reconciliation
import Synchronization

/// Says how far a run is: a log line as each stage begins, and what was fetched when collecting ends.
final class Progress: Sendable {
    private let log: Logger
    private let counts = Mutex<[RecordKind: Int]>([:])

    /// Progress of a run, told to that log.
    init(of run: RunID, log: Logger) {
        var log = log
        log[metadataKey: "run"] = "\(run)"
        self.log = log
    }

    /// A stage begins.
    func begin(_ stage: String) { log.info("\(stage)") }

    /// The run goes on where a killed one stood.
    func resumes(_ unfinished: UnfinishedCollection) {
        log.info("resumes", metadata: ["killed_run": "\(unfinished.run)", "slices": "\(unfinished.slices.count)"])
    }

    /// Corrections are about to be posted.
    func beginPosting(_ plan: CorrectionPlan) {
        log.info("post", metadata: ["grants": "\(plan.allowedGrants.count)", "corrections": "\(plan.allowed.count)"])
    }

    /// Records came in.
    func fetched(_ count: Int, of kind: RecordKind) {
        counts.withLock { $0[kind, default: 0] += count }
    }

    /// Everything was fetched.
    func collected() {
        let counts = counts.withLock { $0 }
        let metadata = counts.map { ($0.key.rawValue, Logger.MetadataValue("\($0.value)")) }
        log.info("collected", metadata: Logger.Metadata(uniqueKeysWithValues: metadata))
    }
}

extension Logger.MetadataValue {
    fileprivate init(_ text: String) { self = .string(text) }
}
