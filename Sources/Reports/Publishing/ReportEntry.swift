import Reconciliation

/// One entry of the list of all reports of a root.
package enum ReportEntry: Sendable {
    /// A folder with its manifest and its summary.
    case whole(ListedReport)
    /// A report that was pruned; its manifest is kept.
    case pruned(Manifest, PrunedReport)
    /// A folder that is not what was published, with what is wrong.
    case damaged(RunID, String)

    /// The run.
    package var runID: RunID {
        switch self {
        case .whole(let report): report.runID
        case .pruned(let manifest, _): manifest.runID
        case .damaged(let run, _): run
        }
    }

    /// How the run ended; nil where the report does not tell it any more.
    package var status: RunStatus? {
        switch self {
        case .whole(let report): report.status
        case .pruned(let manifest, _): manifest.status
        case .damaged: nil
        }
    }

    /// What the run examined; nil where the report does not tell it any more.
    package var period: Summary.PeriodText? {
        switch self {
        case .whole(let report): report.period
        case .pruned(let manifest, _): manifest.period
        case .damaged: nil
        }
    }

    /// Every report of a root, newest first; a damaged one is listed as that and hides no other.
    ///
    /// - Throws: ``ReportError`` when the root itself cannot be read.
    package static func all(of root: String) throws(ReportError) -> [ReportEntry] {
        all(of: try ReportChain(of: root))
    }

    static func all(of chain: ReportChain) -> [ReportEntry] {
        let damaged = chain.damaged.map { ReportEntry.damaged($0.key, $0.value.problem) }
        let listed = chain.links.values.map { link in
            if let record = link.pruned { return ReportEntry.pruned(link.manifest, record) }
            let path = "\(chain.root)/\(link.runID)/\(ReportFile.summary)"
            guard let bytes = try? InputFile(path).contents(),
                let figures = try? JSONText.decode(ListedReport.Figures.self, from: bytes)
            else { return .damaged(link.runID, "\(ReportFile.summary) is missing or damaged") }
            return .whole(ListedReport(link.manifest, figures))
        }
        return (damaged + listed).sorted { $0.runID.text > $1.runID.text }
    }
}
