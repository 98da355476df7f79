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
        }
    }
}

/// What the policy says of a correction.
public enum Decision: Hashable, Sendable, Codable {
    /// It may be posted.
    case allowed
    /// It waits, for this reason.
    case held(HoldReason)
}

/// A correction and what the policy says of it.
public struct PlannedCorrection: Hashable, Sendable, Codable {
    /// What would be done.
    public var correction: Correction
    /// Whether it may be.
    public var decision: Decision

    /// A correction under that decision.
    public init(correction: Correction, decision: Decision) {
        self.correction = correction
        self.decision = decision
    }
}

/// The corrections of a run, before any is posted: a value to print, test or refuse.
public struct CorrectionPlan: Hashable, Sendable, Codable {
    /// In the order of the findings they answer.
    public var corrections: [PlannedCorrection]

    /// A plan of those corrections.
    public init(corrections: [PlannedCorrection]) { self.corrections = corrections }

    /// Plans the corrections of the findings under a policy; the same findings always give the same plan.
    public init(for findings: [Finding], under policy: CorrectionPolicy) {
        corrections = findings.compactMap { finding in
            Correction(of: finding).map {
                PlannedCorrection(correction: $0, decision: policy.decision(on: finding))
            }
        }
    }

    /// The corrections that may be posted.
    public var allowed: [Correction] {
        corrections.compactMap { $0.decision == .allowed ? $0.correction : nil }
    }

    /// The corrections that wait, each with its reason.
    public var held: [(correction: Correction, reason: HoldReason)] {
        corrections.compactMap { planned in
            guard case .held(let reason) = planned.decision else { return nil }
            return (planned.correction, reason)
        }
    }

    /// Grants that may be posted.
    public var allowedGrants: [Correction] { allowed.filter { $0.action == .grant } }
}
