/// What a rule reports of one record; never thrown, always collected.
public struct Finding: Hashable, Sendable, Codable {
    /// The rule that reports it.
    public var kind: FindingKind
    /// How much it matters.
    public var severity: Severity
    /// What stays the same from night to night, so that the finding ages and is alerted once.
    public var fingerprint: String
    /// The Stripe object, where there is one.
    public var stripeID: String?
    /// The ledger row, where there is one.
    public var ledgerID: String?
    /// The buyer, where one is known.
    public var userID: String?
    /// The currency of the two amounts.
    public var currency: Currency?
    /// What Stripe's side says, in minor units.
    public var expectedMinor: Int64?
    /// What the ledger's side says, in minor units.
    public var recordedMinor: Int64?
    /// Credits that it is about.
    public var credits: Int64?
    /// When the thing happened, by Stripe's clock, or by the ledger's where Stripe knows nothing of it.
    public var occurredAt: Instant?
    /// The evidence: every fact that the rule looked at, by name, as text.
    public var detail: [String: String]

    /// A finding of those facts.
    public init(
        kind: FindingKind,
        severity: Severity,
        fingerprint: String,
        stripeID: String? = nil,
        ledgerID: String? = nil,
        userID: String? = nil,
        currency: Currency? = nil,
        expectedMinor: Int64? = nil,
        recordedMinor: Int64? = nil,
        credits: Int64? = nil,
        occurredAt: Instant? = nil,
        detail: [String: String] = [:]
    ) {
        self.kind = kind
        self.severity = severity
        self.fingerprint = fingerprint
        self.stripeID = stripeID
        self.ledgerID = ledgerID
        self.userID = userID
        self.currency = currency
        self.expectedMinor = expectedMinor
        self.recordedMinor = recordedMinor
        self.credits = credits
        self.occurredAt = occurredAt
        self.detail = detail
    }

    /// Recorded minus expected; nil unless both are known and the difference fits.
    public var discrepancyMinor: Int64? {
        guard let expectedMinor, let recordedMinor else { return nil }
        let (difference, overflow) = recordedMinor.subtractingReportingOverflow(expectedMinor)
        return overflow ? nil : difference
    }
}
