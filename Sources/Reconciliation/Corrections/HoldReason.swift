/// Why a correction waits.
public enum HoldReason: String, CaseIterable, Sendable, Codable {
    /// Part of the payment was refunded, so the credits that are due are a person's to decide.
    case partlyRefunded = "partly_refunded"
    /// A refund is under way.
    case refundPending = "refund_pending"
    /// The payment is disputed, or the dispute was lost.
    case disputed
    /// A movement may be this sale's: the buyer's, of the same credits and without a reference, within a day of the
    /// sale; or one that took credits back under the sale's id.
    case ambiguousMovement = "ambiguous_movement"
    /// Only a person can say that it is right: nothing was given by another way, or what was given is to be taken back.
    case needsApproval = "needs_approval"
    /// The session is paid, but its charge is not among the listed ones.
    case chargeUnknown = "charge_unknown"
    /// Only the metadata says what was sold, and no package's price bears it out.
    case promiseUnproven = "promise_unproven"
    /// Tieout's own books say it granted this, and the ledger no longer shows it.
    case journalDisagrees = "journal_disagrees"
    /// A list that the decision rests on could not be completed.
    case incompleteLists = "incomplete_lists"
    /// Nothing keeps a webhook that comes late from granting it a second time.
    case lateWebhook = "late_webhook"
    /// One grant alone is of more credits than a run may give at once.
    case overGrantLimit = "over_grant_limit"
    /// The buyer has been granted as much within a day as a run may give.
    case overBuyerLimit = "over_buyer_limit"
    /// The run has as many grants, or credits, as a run may post.
    case overRunLimit = "over_run_limit"
    /// So many purchases look ungranted that this is more likely the wrong database.
    case circuitBreaker = "circuit_breaker"
    /// A person declined it, and it is still what they declined.
    case declined
    /// It is not among what a person approved of the plan that is applied.
    case notApproved = "not_approved"
    /// It was approved, and is no longer what was approved.
    case changedSincePlan = "changed_since_plan"

    /// Whether a limit on what a run may give without a person is what holds it.
    public var isLimit: Bool {
        switch self {
        case .overGrantLimit, .overBuyerLimit, .overRunLimit: true
        default: false
        }
    }

    /// The reason in plain words.
    public var sentence: String {
        switch self {
        case .partlyRefunded: "part of the payment was refunded"
        case .refundPending: "a refund of the payment is under way"
        case .disputed: "the payment is disputed"
        case .ambiguousMovement:
            "a movement may be this sale's: the same credits unreferenced within 24 hours, or a take-back under its id"
        case .needsApproval: "a person has to look at it first and approve it"
        case .chargeUnknown: "the session is paid, but its charge is not among the listed ones"
        case .promiseUnproven: "only the metadata says what was sold, and no package's price bears it out"
        case .journalDisagrees: "Tieout granted this before, and the ledger no longer shows it"
        case .incompleteLists: "charges, refunds or disputes could not be listed to the end"
        case .lateWebhook: "a webhook that comes late could grant it a second time"
        case .overGrantLimit: "it is of more credits than one grant may have without a person"
        case .overBuyerLimit: "the buyer was granted as much today as is allowed without a person"
        case .overRunLimit: "the run has as many grants or credits as are allowed without a person"
        case .circuitBreaker: "so many purchases look ungranted that the ledger may be the wrong one"
        case .declined: "a person declined it"
        case .notApproved: "it is not among what was approved of the plan"
        case .changedSincePlan: "it is no longer what was approved"
        }
    }
}
