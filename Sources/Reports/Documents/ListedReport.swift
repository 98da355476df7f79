import Reconciliation

/// One report as a list of runs shows it: what its manifest and its summary say.
public struct ListedReport: Codable, Hashable, Sendable {
    /// The run.
    public let runID: RunID
    /// How it ended.
    package let status: RunStatus
    /// Live or test mode.
    package let livemode: Bool
    /// What it examined.
    package let period: Summary.PeriodText
    /// The run whose report this one renders again.
    package let rendersAgain: RunID?
    /// What its summary says of it in figures.
    package let figures: Figures

    /// What a list shows of a `summary.json`; of one that a later version wrote no more is asked.
    package struct Figures: Codable, Hashable, Sendable {
        struct Block: Codable, Hashable, Sendable {
            struct RollForward: Codable, Hashable, Sendable { var unreconciled: Summary.Line }

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
        /// Findings above info that wait for a person; nil in reports of earlier versions.
        package var open: Int?
        var tieOut: [String: Block]

        enum CodingKeys: String, CodingKey {
            case findings, grants, held, open
            case tieOut = "tie_out"
        }
    }

    enum CodingKeys: String, CodingKey {
        case status, livemode, period, figures
        case runID = "run_id"
        case rendersAgain = "renders_again"
    }

    init(_ manifest: Manifest, _ figures: Figures) {
        (runID, status, livemode) = (manifest.runID, manifest.status, manifest.livemode)
        (period, rendersAgain) = (manifest.period, manifest.rendersAgain)
        self.figures = figures
    }

    /// A report by the bytes of its `manifest.json` and its `summary.json`; nil where they are none.
    public init?(manifest: [UInt8], summary: [UInt8]) {
        guard let manifest = try? JSONText.decode(Manifest.self, from: manifest),
            let figures = try? JSONText.decode(Figures.self, from: summary)
        else { return nil }
        self.init(manifest, figures)
    }
}

extension ListedReport.Figures {
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
