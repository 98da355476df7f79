import Foundation
import ObjectStore
import Reconciliation
import Reports

/// Copies published reports into an object store, each whole or not at all, and then the list of all that are there.
struct ReportUpload: Sendable {
    let target: UploadTarget
    /// The folder of reports, for what the list shows of those that are here.
    let root: String
    /// Asked at least once a second.
    let mayGoOn: @Sendable () -> Bool

    /// What became of it.
    struct Outcome: Sendable {
        /// Reports that are in the store now, with what was done for each.
        var uploaded: [(run: RunID, outcome: FolderUpload.Outcome)] = []
        /// Reports that were there before.
        var inStore: [RunID] = []
        /// Reports that are not in the store, and why.
        var failed: [(run: RunID, failure: Failure)] = []
        /// Why the list of all runs could not be renewed.
        var listProblem: Failure?

        /// What went wrong first; nil where nothing did.
        var failure: Failure? { failed.first?.failure ?? listProblem }
    }

    /// Copies the reports of those runs, in order; those that are there already only where `again` says so, and then what is
    /// missing of them.
    ///
    /// - Throws: ``Failure`` when the store cannot be asked what is there.
    func perform(_ runs: [RunID], again: Bool = false) async throws(Failure) -> Outcome {
        // libcurl blocks until the store has answered: not on one of the few threads that tasks share.
        let outcome = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: upload(runs, again: again)) }
        }
        return try outcome.get()
    }

    private func upload(_ runs: [RunID], again: Bool) -> Result<Outcome, Failure> {
        let store = ObjectStore(target.settings, within: target.timeLimit, while: mayGoOn)
        do throws(ObjectStoreError) {
            var keys = try store.keys(beginningWith: target.base)
            let there = target.runs(among: keys)
            var outcome = Outcome()
            for run in runs {
                guard again || !there.contains(run) else {
                    outcome.inStore.append(run)
                    continue
                }
                do throws(Failure) {
                    let done = try copy(run, into: store)
                    outcome.uploaded.append((run, done))
                    keys.insert(target.key(ReportCopy.manifestName, of: run).text)
                } catch {
                    outcome.failed.append((run, error))
                    // What keeps one out for good keeps out the others, too.
                    if error.status != .broken { break }
                }
            }
            if outcome.failed.allSatisfy({ $0.failure.status == .broken }) {
                outcome.listProblem = renewList(among: keys, in: store)
            }
            return .success(outcome)
        } catch {
            return .failure(Failure(of: error))
        }
    }

    private func copy(_ run: RunID, into store: borrowing ObjectStore) throws(Failure) -> FolderUpload.Outcome {
        let report: ReportCopy
        do throws(ReportError) {
            report = try ReportCopy(of: "\(root)/\(run)")
        } catch {
            throw Failure(
                error.isPermission ? .noPermission : .broken,
                "\(error.path): \(error.problem)",
                advice: error.advice
            )
        }
        let files = report.files.map { file in
            FolderUpload.File(
                key: target.key(file.name, of: run),
                content: ObjectContent(file: file.path, size: file.bytes, sha256: file.sha256, type: file.type)
            )
        }
        do throws(ObjectStoreError) {
            return try FolderUpload(files, beneath: target.base(of: run)).perform(in: store)
        } catch {
            throw Failure(of: error)
        }
    }

    /// Makes the list of all runs anew. What it shows of a report comes from the list before, from the folder here, or from
    /// the store: a machine whose disk is empty every night lists all runs all the same.
    private func renewList(among keys: Set<String>, in store: borrowing ObjectStore) -> Failure? {
        do {
            let document = target.key(CopiedReports.documentName)
            // What is known not to be there is not asked for: a key that may list one prefix alone is answered with 403.
            let before = keys.contains(document.text) ? try store.bytes(of: document) ?? [] : []
            let known = Dictionary(CopiedReports.reports(in: before).map { ($0.runID, $0) }) { first, _ in first }
            var reports: [ListedReport] = []
            for run in target.runs(among: keys) {
                if let report = try known[run] ?? ReportCopy.listed(run, in: root) ?? listed(run, in: store) {
                    reports.append(report)
                }
            }
            for file in try CopiedReports(reports).files() {
                try store.put(ObjectContent(replacing: file.bytes, type: file.type), as: target.key(file.name))
            }
            return nil
        } catch {
            return Failure(of: error)
        }
    }

    private func listed(_ run: RunID, in store: borrowing ObjectStore) throws(ObjectStoreError) -> ListedReport? {
        guard let manifest = try store.bytes(of: target.key(ReportCopy.manifestName, of: run)),
            let summary = try store.bytes(of: target.key(ReportCopy.summaryName, of: run))
        else { return nil }
        return ListedReport(manifest: manifest, summary: summary)
    }
}
