import Reconciliation

/// `plan.json`: what a run would do to the ledger, for a person to review and `tieout apply` to post.
///
/// Its hash covers everything else in it, and the books keep the hash of each run's plan: what is posted is what was
/// reviewed, on the ledger that it was planned for.
public struct PlanDocument: Codable, Hashable, Sendable {
    /// Raised when a key changes its meaning.
    public var schemaVersion = currentSchemaVersion
    /// The run that planned it.
    public var runID: RunID
    /// The Stripe account from the configuration, where it is given.
    public var account: String?
    /// Live or test mode.
    public var livemode: Bool
    /// What the run examined.
    public var period: Summary.PeriodText
    /// When it was planned.
    public var createdAt: Instant
    /// The operating system's name of who started the run that planned it.
    public var plannedBy: String
    /// In the order of the findings they answer.
    public var corrections: [Entry]
    /// SHA-256 over the canonical JSON of the document without this key: keys sorted, no white space, UTF-8.
    public var hash: String?

    /// One correction with what the policy says of it.
    public struct Entry: Codable, Hashable, Sendable {
        /// What would be done.
        public var action: CorrectionAction
        /// For which Stripe object.
        public var stripeID: String
        /// The finding that it answers.
        public var fingerprint: String
        /// The buyer.
        public var userID: String?
        /// The ledger row that is completed or set.
        public var ledgerID: String?
        /// Credits to give, or to take back.
        public var credits: Int64?
        /// What was paid, in minor units.
        public var amountMinor: Int64?
        /// In this currency.
        public var currency: Currency?
        /// When it was paid, or happened.
        public var occurredAt: Instant?
        /// The evidence.
        public var facts: [String: String]
        /// `allowed` or `held`.
        public var decision: String
        /// Why it is held: a ``HoldReason``.
        public var holdReason: HoldReason?
        /// The same in plain words.
        public var reason: String?
        /// What protects a grant against a webhook that comes late.
        public var protection: Protection?
        /// When a grant that waits for time to pass becomes free.
        public var freeAt: Instant?
        /// Who approved it in an earlier plan; of a plan that was not posted, the next run that posts does it by their word.
        public var approvedBy: String?
        /// Who declined it, when and why, of one that is held as `declined`.
        public var decline: Decline?
        /// Why it would wait without the approval that frees it, or without the decline that holds it.
        public var heldOtherwise: HoldReason?

        enum CodingKeys: String, CodingKey {
            case action, fingerprint, credits, currency, facts, decision, reason, protection, decline
            case stripeID = "stripe_id"
            case userID = "user_id"
            case ledgerID = "ledger_id"
            case amountMinor = "amount_minor"
            case occurredAt = "occurred_at"
            case holdReason = "hold_reason"
            case freeAt = "free_at"
            case approvedBy = "approved_by"
            case heldOtherwise = "held_otherwise"
        }
    }

    enum CodingKeys: String, CodingKey {
        case account, livemode, period, corrections, hash
        case schemaVersion = "schema_version"
        case runID = "run_id"
        case createdAt = "created_at"
        case plannedBy = "planned_by"
    }
}

extension PlanDocument {
    /// The version of the plan's form that this program writes and reads.
    public static let currentSchemaVersion = 1

    /// The plan of a run, hashed.
    ///
    /// - Throws: `EncodingError`, which only a slip of ours can cause.
    public init(_ result: RunResult) throws {
        self.init(headOf: result)
        corrections = result.plan.corrections.map(Entry.init)
        hash = try computedHash()
    }

    /// The plan of a run without its corrections and without a hash.
    init(headOf result: RunResult) {
        runID = result.run
        account = result.account
        livemode = result.livemode
        period = Summary.PeriodText(since: result.period.since, cutOff: result.period.cutOff)
        createdAt = result.finishedAt
        plannedBy = result.startedBy
        corrections = []
    }

    /// The hash that the document ought to carry.
    ///
    /// - Throws: `EncodingError`, which only a slip of ours can cause.
    public func computedHash() throws -> String {
        var head = self
        head.corrections = []
        return try PlanText(head).hash(of: corrections)
    }
}

extension PlanDocument.Entry {
    init(_ planned: PlannedCorrection) {
        let correction = planned.correction
        action = correction.action
        stripeID = correction.stripeID
        fingerprint = correction.fingerprint
        userID = correction.userID
        ledgerID = correction.ledgerID
        credits = correction.credits
        amountMinor = correction.amount?.minorUnits
        currency = correction.amount?.currency
        occurredAt = correction.occurredAt
        facts = correction.facts
        protection = planned.protection
        freeAt = planned.freeAt
        approvedBy = planned.approvedBy
        decline = planned.decline
        heldOtherwise = planned.heldOtherwise
        reason = planned.holdSentence
        switch planned.decision {
        case .allowed: decision = "allowed"
        case .held(let hold): (decision, holdReason) = ("held", hold)
        }
    }

    /// An entry from its JSON; nil where it is none.
    public init?(json: String) {
        guard let entry = try? JSONText.decode(Self.self, from: Array(json.utf8)) else { return nil }
        self = entry
    }

    /// Its JSON on one line, as it is kept with a decision.
    ///
    /// - Throws: `EncodingError`, which only a slip of ours can cause.
    public func json() throws -> String { String(decoding: try JSONText.canonical(self), as: UTF8.self) }

    /// The correction with what the policy said of it.
    public var planned: PlannedCorrection {
        PlannedCorrection(
            correction: Correction(
                action: action,
                stripeID: stripeID,
                fingerprint: fingerprint,
                userID: userID,
                ledgerID: ledgerID,
                credits: credits,
                amount: currency.flatMap { currency in amountMinor.map { Money(minorUnits: $0, currency) } },
                occurredAt: occurredAt,
                facts: facts
            ),
            decision: holdReason.map { .held($0) } ?? .allowed,
            protection: protection,
            freeAt: freeAt,
            approvedBy: approvedBy,
            decline: decline,
            heldOtherwise: heldOtherwise
        )
    }
}
