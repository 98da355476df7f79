import Reconciliation

/// Takes away reports that have outlived their retention, and keeps the chain of the others provable.
public struct ReportPruning: Sendable {
    /// One report that goes.
    public struct Outlived: Hashable, Sendable {
        /// The report.
        public let runID: RunID
        /// The rule under which it goes.
        public let rule: String
        /// The bytes of its files.
        public let bytes: Int64
    }

    /// What a pruning found and did.
    public struct Outcome: Hashable, Sendable {
        /// What went, or would go; oldest first.
        public var pruned: [Outlived] = []
        /// How many reports stay.
        public var kept = 0
        /// What had outlived its retention and stays, because it is not what was published: evidence is not thrown away.
        public var refused: [ReportError] = []
    }

    private let root: String
    private let retention: Retention

    /// The pruning of a root.
    public init(root: String, retention: Retention) {
        self.root = root
        self.retention = retention
    }

    /// Looks at every report, and removes those that may go unless it only looks.
    ///
    /// - Throws: ``ReportError`` when a folder cannot be read or removed, and when the chain does not hold: nothing is
    ///   removed then.
    public func prune(now: Instant, by name: String, onlyLooks: Bool) throws -> Outcome {
        let root = try ReportRoot(existingSafe: root)
        let lock = try root.lock()
        let chain = try ReportChain(of: root.path)
        if let broken = chain.breaks.first { throw broken }
        let going = retention.outlived(chain, now: now)
        var outcome = Outcome(kept: chain.links.values.count { $0.pruned == nil } - going.count)
        for (link, rule) in going {
            let folder = root.folder(of: link.runID)
            do throws(ReportError) {
                _ = try ReportVerification.verify(folder: folder)
            } catch {
                outcome.refused.append(error)
                outcome.kept += 1
                continue
            }
            let bytes = link.manifest.files.reduce(0) { $0 + $1.bytes }
            outcome.pruned.append(Outlived(runID: link.runID, rule: rule, bytes: bytes))
            guard !onlyLooks else { continue }
            try PrunedReport(
                runID: link.runID,
                prunedAt: now,
                prunedBy: name,
                rule: rule,
                manifestSHA256: link.sha256
            ).replace(folder, in: root)
        }
        if !onlyLooks {
            try root.finishPruning(of: chain)
            try ReportIndex(ReportChain(of: root.path)).write(to: root)
        }
        _ = consume lock
        return outcome
    }
}

extension ReportRoot {
    /// Removes folders whose pruning was cut off after their manifest was put among the pruned.
    fileprivate func finishPruning(of chain: ReportChain) throws(ReportError) {
        for link in chain.links.values where link.pruned != nil && Folder.isFolder(folder(of: link.runID)) {
            try Folder.remove(folder(of: link.runID))
        }
    }
}
