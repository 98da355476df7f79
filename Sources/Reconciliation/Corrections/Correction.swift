/// One thing that Tieout may do to the ledger, with all that it takes to do it and to check it again first.
public struct Correction: Hashable, Sendable, Codable {
    /// What is done.
    public var action: CorrectionAction
    /// The Stripe object that it is done for; with the action, the key that makes it happen once.
    public var stripeID: String
    /// The finding that it answers.
    public var fingerprint: String
    /// The buyer.
    public var userID: String?
    /// The ledger row that is completed or set, where there is one.
    public var ledgerID: String?
    /// Credits to give, or to take back.
    public var credits: Int64?
    /// What was paid.
    public var amount: Money?
    /// When it was paid, or happened, at Stripe.
    public var occurredAt: Instant?
    /// The finding's evidence, from which row values are taken.
    public var facts: [String: String]

    /// The correction of a finding; nil where the finding has none or lacks what the correction needs.
    public init?(of finding: Finding) {
        guard let action = finding.kind.action, let stripeID = finding.stripeID else { return nil }
        if action.movesCredits {
            guard finding.userID != nil, let credits = finding.credits, credits > 0 else { return nil }
        }
        self.action = action
        self.stripeID = stripeID
        self.fingerprint = finding.fingerprint
        self.userID = finding.userID
        self.ledgerID = finding.ledgerID
        self.credits = finding.credits
        if let minor = finding.expectedMinor, let currency = finding.currency {
            self.amount = Money(minorUnits: minor, currency)
        }
        self.occurredAt = finding.occurredAt
        self.facts = finding.detail
    }

    /// The kind of the finding that it answers, with which its fingerprint begins.
    public var kind: FindingKind? {
        fingerprint.split(separator: ":", maxSplits: 1).first.flatMap { FindingKind(rawValue: String($0)) }
    }

    /// A correction of those parts, as a plan that is read again has them.
    public init(
        action: CorrectionAction,
        stripeID: String,
        fingerprint: String,
        userID: String?,
        ledgerID: String?,
        credits: Int64?,
        amount: Money?,
        occurredAt: Instant?,
        facts: [String: String]
    ) {
        self.action = action
        self.stripeID = stripeID
        self.fingerprint = fingerprint
        self.userID = userID
        self.ledgerID = ledgerID
        self.credits = credits
        self.amount = amount
        self.occurredAt = occurredAt
        self.facts = facts
    }
}

extension Correction {
    /// What a take-back leaves the buyer of the sale's credits; nothing of a grant that was never paid.
    public var keptCredits: Int64 {
        let fact = { (name: String) in facts[name].flatMap { Int64($0) } }
        if let kept = fact("kept_credits") { return kept }
        guard let granted = fact("granted_credits"), let credits else { return 0 }
        // A plan is a file: what it says may be beyond all counting.
        let (kept, isBeyond) = granted.subtractingReportingOverflow(credits)
        return isBeyond ? 0 : max(kept, 0)
    }
}
