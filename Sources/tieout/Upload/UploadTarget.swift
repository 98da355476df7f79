import HTTPTransport
import ObjectStore
import Reconciliation
import Reports

extension UploadSettings {
    /// Where reports are copied to; nil where nothing is uploaded.
    ///
    /// - Throws: ``Failure`` with status 78 for what is missing or cannot be.
    func target() throws(Failure) -> UploadTarget? {
        guard let bucket else {
            guard isUntouched else {
                throw Failure(
                    .configuration,
                    "reports.upload names no bucket",
                    advice: "Set reports.upload.bucket, or take reports.upload out (docs/delivery.md)."
                )
            }
            return nil
        }
        guard let region else {
            throw Failure(
                .configuration,
                "reports.upload names no region",
                advice: "Set reports.upload.region to the bucket's, such as eu-central-1; R2's is auto."
            )
        }
        let settings = try settings(bucket, region)
        return UploadTarget(settings: settings, prefix: prefix, links: links, timeLimit: .seconds(timeLimit))
    }
}

/// Where reports are copied to: a bucket, and where in it.
struct UploadTarget: Sendable {
    let settings: ObjectStoreSettings
    /// What every key begins with, without slashes around it; empty for none.
    let prefix: String
    /// How long links to a report hold, in seconds; nil where none are wanted.
    let links: Int64?
    /// How long an upload may take in all.
    let timeLimit: Duration

    /// What all keys begin with: empty, or with a slash at its end.
    var base: String { prefix.isEmpty ? "" : "\(prefix)/" }

    /// What the keys of a run's report begin with.
    func base(of run: RunID) -> String { "\(base)\(run)/" }

    /// The key of a file of a report.
    func key(_ name: String, of run: RunID) -> ObjectKey { Self.key(base(of: run) + name) }

    /// The key of a file that belongs to no report.
    func key(_ name: String) -> ObjectKey { Self.key(base + name) }

    /// Where a report is, as people and other programs name it.
    func place(of run: RunID) -> String { "s3://\(settings.bucket)/\(base(of: run))" }

    /// The runs whose reports are whole in the store, given all keys that are there.
    func runs(among keys: Set<String>) -> Set<RunID> {
        let tail = "/\(ReportCopy.manifestName)"
        let names = keys.lazy.filter { $0.hasPrefix(base) && $0.hasSuffix(tail) }
        return Set(
            names.compactMap { key in
                RunID(String(key.dropFirst(base.count).dropLast(tail.count))).flatMap { $0.startedAt == nil ? nil : $0 }
            }
        )
    }

    /// Addresses at which a report can be read without signing in; nil where none are wanted. From now on whatever prints
    /// them prints `***`.
    func links(to run: RunID, at now: Instant) -> ReportLinks? {
        guard let links else { return nil }
        let link = { (name: String) in
            let link = settings.link(to: key(name, of: run), at: now, for: links)
            Blotting.learn(link: link)
            return link.revealed()
        }
        return ReportLinks(
            page: link(ReportCopy.pageName),
            workbook: link(ReportCopy.workbookName),
            validUntil: now + links
        )
    }

    /// Prefix, run and names of files are of characters that a key may have, which is checked where each comes from.
    private static func key(_ text: String) -> ObjectKey {
        guard let key = ObjectKey(text) else { preconditionFailure("no key: \(text)") }
        return key
    }
}
