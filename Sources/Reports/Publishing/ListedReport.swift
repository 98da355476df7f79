import Reconciliation

/// One report of a root, as a list of all reports shows it.
package enum ListedReport: Sendable {
    /// A folder with its manifest, and what its summary says.
    case whole(Manifest, ReportFigures)
    /// A report that was pruned; its manifest is kept.
    case pruned(Manifest, PrunedReport)
    /// A folder that is not what was published, with what is wrong.
    case damaged(RunID, String)

    /// The run.
    package var runID: RunID {
        switch self {
        case .whole(let manifest, _), .pruned(let manifest, _): manifest.runID
        case .damaged(let run, _): run
        }
    }

    /// Every report of a root, newest first; a damaged one is listed as that and hides no other.
    ///
    /// - Throws: ``ReportError`` when the root itself cannot be read.
    package static func all(of root: String) throws(ReportError) -> [ListedReport] {
        all(of: try ReportChain(of: root))
    }

    static func all(of chain: ReportChain) -> [ListedReport] {
        let damaged = chain.damaged.map { ListedReport.damaged($0.key, $0.value.problem) }
        let listed = chain.links.values.map { link in
            if let record = link.pruned { return ListedReport.pruned(link.manifest, record) }
            let path = "\(chain.root)/\(link.runID)/\(ReportFile.summary)"
            guard let bytes = try? InputFile(path).contents(),
                let figures = try? JSONText.decode(ReportFigures.self, from: bytes)
            else { return .damaged(link.runID, "\(ReportFile.summary) is missing or damaged") }
            return .whole(link.manifest, figures)
        }
        return (damaged + listed).sorted { $0.runID.text > $1.runID.text }
    }
}

/// What a list shows of a `summary.json`; of one that a later version wrote no more is asked.
package struct ReportFigures: Decodable, Sendable {
    struct Block: Decodable, Sendable {
        struct RollForward: Decodable, Sendable { var unreconciled: Summary.Line }

        var unreconciled: Summary.Line
        var rollForward: RollForward

        enum CodingKeys: String, CodingKey {
            case unreconciled
            case rollForward = "roll_forward"
        }
    }

    /// Findings by kind.
    package var findings: [String: Int]
    /// What the run granted.
    package var grants: Summary.Grants
    /// Corrections that wait for a person.
    package var held: Int
    var tieOut: [String: Block]

    enum CodingKeys: String, CodingKey {
        case findings, grants, held
        case tieOut = "tie_out"
    }

    /// How many findings there are, of whatever kind.
    package var findingCount: Int { findings.values.reduce(0, +) }

    /// The unreconciled difference of each currency, in words, with whether it is none; ordered by currency.
    package var unreconciled: [(sentence: String, isNone: Bool)] {
        tieOut.sorted { $0.key < $1.key }.map { code, block in
            let open = [block.unreconciled, block.rollForward.unreconciled]
                .first { $0.count != 0 || $0.amountMinor != 0 || $0.credits != 0 }
            let line = open ?? block.unreconciled
            let amount = Currency(code).map { Money(minorUnits: line.amountMinor, $0).majorUnits } ?? "?"
            let rest = open == nil ? "" : ", \(line.credits) credits, \(line.count) purchases"
            return ("\(amount) \(code)\(rest)", open == nil)
        }
    }
}
