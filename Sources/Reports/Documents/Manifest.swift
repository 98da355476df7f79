import CXlsxWriter
import Reconciliation

/// `manifest.json`: what the folder holds, so that a change to any file of it, or a missing folder before it, is evident.
public struct Manifest: Codable, Hashable, Sendable {
    /// Raised when a file or column changes its meaning; new ones do not raise it.
    public static let schemaVersion = 1

    /// ``Manifest/schemaVersion`` of the program that wrote it.
    public var schemaVersion = Manifest.schemaVersion
    /// The run.
    public var runID: RunID
    /// Whether the run examined all of its period.
    public var complete: Bool
    /// How it ended.
    public var status: RunStatus
    /// What it examined.
    public var period: Summary.PeriodText
    /// The Stripe account from the configuration, where it is given.
    public var account: String?
    /// Live or test mode.
    public var livemode: Bool
    /// The program and the libraries that wrote the files.
    public var versions: [String: String]
    /// How text that looks like a formula is kept from being one in CSV files.
    public var formulaGuard = "apostrophe"
    /// How CSV files begin.
    public var csvDialect: CSVDialect
    /// The run whose report this one renders again; nil for a run's own report.
    public var rendersAgain: RunID?
    /// The hash of the plan.
    public var planHash: String?
    /// The newest report of the root when this one joined it; nil for the first.
    public var previous: Previous?
    /// The other files, by name.
    public var files: [File]

    /// The run before, by its manifest.
    public struct Previous: Codable, Hashable, Sendable {
        /// The run.
        public var runID: RunID
        /// SHA-256 of its manifest.
        public var sha256: String

        enum CodingKeys: String, CodingKey {
            case sha256
            case runID = "run_id"
        }
    }

    /// One file.
    public struct File: Codable, Hashable, Sendable {
        /// Its name in the folder.
        public var name: String
        /// Its size.
        public var bytes: Int64
        /// SHA-256 of its bytes.
        public var sha256: String
        /// Rows without the header, for a CSV file.
        public var rows: Int64?
        /// Rows of each sheet with its headings, for a workbook.
        public var sheets: [String: Int64]?
    }

    enum CodingKeys: String, CodingKey {
        case complete, status, period, account, livemode, versions, previous, files
        case schemaVersion = "schema_version"
        case runID = "run_id"
        case formulaGuard = "formula_guard"
        case csvDialect = "csv_dialect"
        case rendersAgain = "renders_again"
        case planHash = "plan_hash"
    }
}

extension Manifest {
    init(_ result: RunResult, files: [File], dialect: CSVDialect, planHash: String?, previous: Previous?) {
        runID = result.id
        complete = result.isComplete
        status = result.status
        period = Summary.PeriodText(since: result.period.since, cutOff: result.period.cutOff)
        account = result.account
        livemode = result.livemode
        versions = ["tieout": result.toolVersion, "libxlsxwriter": String(cString: lxw_version())]
        csvDialect = dialect
        rendersAgain = result.rendersAgain
        self.planHash = planHash
        self.previous = previous
        self.files = files.sorted { $0.name < $1.name }
    }
}
