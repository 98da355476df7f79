/// Something about a run that somebody has to be told, by whatever channel: in `summary.json`, on the console and in the
/// log it is the same value.
public struct RunEvent: Hashable, Sendable, Codable {
    /// What happened.
    public enum Code: String, CaseIterable, Sendable, Codable {
        /// What must always hold does not, so nothing more was posted.
        case invariantBroken = "invariant_broken"
        /// So many purchases look ungranted that every grant is held.
        case circuitBreaker = "circuit_breaker"
        /// Posting stopped after failures one after the other.
        case postingStopped = "posting_stopped"
        /// Grants are held because they are over a limit.
        case limitReached = "limit_reached"
        /// Nothing in the ledger keeps a webhook that comes late from granting again.
        case noGuard = "no_guard"

        /// How soon somebody has to look.
        public var severity: Severity {
            switch self {
            case .invariantBroken, .circuitBreaker: .critical
            case .postingStopped: .error
            case .limitReached, .noGuard: .warning
            }
        }
    }

    /// How soon somebody has to look, in the words of those who page people.
    public enum Severity: String, CaseIterable, Sendable, Codable {
        /// When there is time.
        case warning
        /// Today.
        case error
        /// Now.
        case critical
    }

    /// What happened.
    public let code: Code
    /// How soon somebody has to look.
    public let severity: Severity
    /// What stays the same from night to night, so that repeats fold into one incident.
    public let dedupKey: String
    /// What happened, in a sentence without names, addresses or keys.
    public let summary: String

    /// An event in those words.
    public init(_ code: Code, _ summary: String) {
        self.code = code
        self.summary = summary
        severity = code.severity
        dedupKey = "tieout/\(code.rawValue)"
    }

    enum CodingKeys: String, CodingKey {
        case code, severity, summary
        case dedupKey = "dedup_key"
    }
}
