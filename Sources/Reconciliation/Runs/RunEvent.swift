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
        /// A run failed before it could say anything.
        case runFailed = "run_failed"
        /// A run could not finish; nothing that needs the missing part was done.
        case runIncomplete = "run_incomplete"
        /// Corrections failed.
        case correctionsFailed = "corrections_failed"
        /// Findings wait for a person.
        case findingsOpen = "findings_open"
        /// Findings differ by more money than is left to wait.
        case moneyAtStake = "money_at_stake"
        /// Corrections are held and wait for an approval.
        case correctionsHeld = "corrections_held"
        /// More payments failed than usual.
        case paymentFailures = "payment_failures"
        /// Invoices are past due.
        case invoicesPastDue = "invoices_past_due"
        /// A provider's capacity is low against the credits that were sold.
        case capacityLow = "capacity_low"
        /// Stripe has switched the webhook endpoint off, or could not deliver events to it.
        case webhooksUndelivered = "webhooks_undelivered"
        /// The report is not in the object store.
        case uploadFailed = "upload_failed"
        /// No run has ended well for longer than expected.
        case runMissing = "run_missing"
        /// Nothing: a person tries the channels.
        case alertTest = "alert_test"

        /// How soon somebody has to look.
        public var severity: Severity {
            switch self {
            case .invariantBroken, .circuitBreaker, .runMissing: .critical
            case .postingStopped, .runFailed, .runIncomplete, .correctionsFailed, .webhooksUndelivered, .moneyAtStake:
                .error
            case .limitReached, .noGuard, .findingsOpen, .correctionsHeld, .paymentFailures, .capacityLow,
                .uploadFailed:
                .warning
            case .invoicesPastDue, .alertTest: .info
            }
        }
    }

    /// How soon somebody has to look, in the words of those who page people.
    public enum Severity: String, CaseIterable, Sendable, Codable, Comparable {
        /// Nothing has to be done.
        case info
        /// When there is time.
        case warning
        /// Today.
        case error
        /// Now.
        case critical

        /// Less severe comes first.
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
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
