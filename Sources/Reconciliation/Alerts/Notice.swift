/// One alert that is told, and why now.
public struct Notice: Hashable, Sendable, Codable {
    /// Why it is told.
    public enum Reason: String, CaseIterable, Sendable, Codable {
        /// It was not there before.
        case began
        /// It is there since some time, and has become more.
        case changed
        /// It is there for so long that it matters more.
        case aged
        /// It is no longer there.
        case ended
    }

    /// What is the matter, or was.
    public var alert: Alert
    /// Why it is told.
    public var reason: Reason
    /// When it was seen first.
    public var since: Instant
    /// Of which environment it was told first, so that what ends is what began; nil where nothing of it is kept.
    public var environment: String?

    /// A notice of that alert.
    public init(_ alert: Alert, _ reason: Reason, since: Instant, environment: String? = nil) {
        self.alert = alert
        self.reason = reason
        self.since = since
        self.environment = environment
    }

    /// Whether the matter still stands; what is over is told as such, so that whoever was called may rest.
    public var isFiring: Bool { reason != .ended }
}

/// What one run, or one look for a run that is missing, tells all channels at once.
public struct Bulletin: Hashable, Sendable, Codable {
    /// The most severe first; never empty.
    public var notices: [Notice]
    /// `live` or `test`, in the words of the reports.
    public var environment: String
    /// The run that found it; nil where there was none.
    public var run: RunID?
    /// When it is told.
    public var toldAt: Instant
    /// The page of the run, where `reports.base_url` says where reports are.
    public var reportURL: String?
    /// Where each code has its page of advice, as the beginning of an address.
    public var runbookURL: String?
    /// Where the report can be read without signing in; nil where it is not in an object store, or no links are wanted.
    public var links: ReportLinks?

    /// A bulletin of those notices; nil when there is nothing to tell.
    public init?(
        _ notices: [Notice],
        environment: String,
        run: RunID?,
        toldAt: Instant,
        reportURL: String? = nil,
        runbookURL: String? = nil,
        links: ReportLinks? = nil
    ) {
        guard !notices.isEmpty else { return nil }
        self.notices = notices.sorted { left, right in
            (left.isFiring ? 0 : 1, right.alert.severity, left.alert.code.rawValue)
                < (right.isFiring ? 0 : 1, left.alert.severity, right.alert.code.rawValue)
        }
        self.environment = environment
        self.run = run
        self.toldAt = toldAt
        self.reportURL = reportURL
        self.runbookURL = runbookURL
        self.links = links
    }

    /// How severe it is: as its most severe notice that still stands; `info` when all it says is that something is over.
    public var severity: RunEvent.Severity {
        notices.filter(\.isFiring).map(\.alert.severity).max() ?? .info
    }

    /// Whether something in it still stands.
    public var isFiring: Bool { notices.contains(where: \.isFiring) }

    /// Its first line, for whoever reads nothing else.
    public var headline: String {
        let first = notices[0]
        let word = first.isFiring ? first.alert.severity.rawValue : "over"
        let more = notices.count == 1 ? "" : " (and \(notices.count - 1) more)"
        return "Tieout \(environment), \(word): \(first.alert.summary)\(more)"
    }

    /// The page of advice of a code.
    public func runbook(of code: RunEvent.Code) -> String? { runbookURL.map { $0 + "#" + code.rawValue } }
}
