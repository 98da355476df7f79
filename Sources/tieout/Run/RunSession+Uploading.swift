import Reconciliation
import Reports

/// What became of the copy of a run's report; never changes the run's result.
struct UploadedReport {
    /// Where it is in the object store; nil where it is not.
    var place: String?
    /// Where it can be read without signing in.
    var links: ReportLinks?
    /// What has to be told of it.
    var event: RunEvent?
}

extension RunSession {
    /// Copies a report that was published into the object store, if there is one.
    func upload(_ report: PublishedReport, of run: ReconciliationRun) async -> UploadedReport {
        guard let uploads else { return UploadedReport() }
        run.progress.begin("upload")
        let log = console.log("tieout.upload", of: run.id)
        let upload = ReportUpload(target: uploads, root: configuration.reportsDirectory) { run.stop.exitStatus == nil }
        var uploaded = UploadedReport()
        do {
            let outcome = try await upload.perform([run.id])
            for (id, done) in outcome.uploaded {
                log.info("copied \(done.put.of("file")) of the report to \(uploads.place(of: id))")
                uploaded.place = uploads.place(of: id)
                uploaded.links = uploads.links(to: id, at: .now)
            }
            if let failure = outcome.failure { throw failure }
        } catch {
            let failure = Failure(of: error)
            let what =
                uploaded.place == nil
                ? "the report is not in the object store" : "the list of all runs in the object store is old"
            log.warning("\(what): \(failure.sentence)", metadata: failure.advice.map { ["advice": "\($0)"] })
            uploaded.event = RunEvent(.uploadFailed, "\(what): \(failure.sentence.forChannels)")
        }
        return uploaded
    }
}
