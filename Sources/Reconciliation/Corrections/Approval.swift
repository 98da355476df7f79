/// A person's word that corrections of a reviewed plan may be posted, as far as they still are what was reviewed.
public struct Approval: Hashable, Sendable, Codable {
    /// The run whose plan was reviewed.
    public var plan: RunID
    /// Who approved it, as given with `--approved-by`.
    public var approvedBy: String
    /// What was approved, with the decision that the reviewer saw.
    public var corrections: [PlannedCorrection]

    /// An approval of those corrections.
    public init(plan: RunID, approvedBy: String, corrections: [PlannedCorrection]) {
        self.plan = plan
        self.approvedBy = approvedBy
        self.corrections = corrections
    }
}

/// A plan made anew, under a person's approval of an earlier one.
public struct ApprovedPlan: Hashable, Sendable {
    /// The corrections that are found now; allowed are those that were approved and are still the same.
    public var plan: CorrectionPlan
    /// What was approved and is not posted, each with the reason in words.
    public var skipped: [Skipped]

    /// An approved correction that is not posted.
    public struct Skipped: Hashable, Sendable {
        /// As it was approved.
        public var correction: Correction
        /// Why not, in words.
        public var reason: String
    }
}

extension CorrectionPlan {
    /// The plan as far as a person approved it: what they approved and is still the same is allowed, everything else held.
    ///
    /// What waits for a person's word is lifted by it; what no word can make right (``HoldReason/isLifted``) is not, nor
    /// a reason of the sale itself that the reviewer did not see.
    public func under(_ approval: Approval) -> ApprovedPlan {
        var approved = Dictionary(approval.corrections.map { ($0.correction.key, $0) }) { first, _ in first }
        var skipped: [ApprovedPlan.Skipped] = []
        let corrections = corrections.map { planned in
            guard let reviewed = approved.removeValue(forKey: planned.correction.key) else {
                return planned.held(.notApproved)
            }
            if let change = planned.correction.change(since: reviewed.correction) {
                skipped.append(.init(correction: reviewed.correction, reason: change))
                return planned.held(.changedSincePlan)
            }
            guard case .held(let reason) = planned.decision else { return planned }
            guard reason.isLifted(reviewed: reviewed.decision) else {
                skipped.append(.init(correction: reviewed.correction, reason: reason.sentence))
                return planned
            }
            return PlannedCorrection(correction: planned.correction, decision: .allowed, protection: .approval)
        }
        for reviewed in approval.corrections where approved[reviewed.correction.key] != nil {
            skipped.append(.init(correction: reviewed.correction, reason: "what it answers is no longer open"))
        }
        return ApprovedPlan(plan: CorrectionPlan(corrections: corrections), skipped: skipped)
    }
}

extension PlannedCorrection {
    /// The same, waiting for that reason if nothing else makes it wait.
    fileprivate func held(_ reason: HoldReason) -> PlannedCorrection {
        guard decision == .allowed else { return self }
        return PlannedCorrection(correction: correction, decision: .held(reason))
    }
}

extension HoldReason {
    /// Whether a person's approval lifts it once they have seen it.
    public var mayBeLifted: Bool { isLifted(reviewed: .held(self)) }

    /// Whether a person's approval lifts it.
    ///
    /// - Parameter reviewed: what the plan that was approved said of the correction; a reason that lies in the sale itself
    ///   has to have been seen.
    func isLifted(reviewed: Decision) -> Bool {
        switch self {
        case .lateWebhook, .overGrantLimit, .overBuyerLimit, .overRunLimit, .circuitBreaker: true
        case .partlyRefunded, .disputed, .ambiguousMovement, .needsApproval, .promiseUnproven: reviewed == .held(self)
        case .refundPending, .chargeUnknown, .journalDisagrees, .incompleteLists, .notApproved, .changedSincePlan: false
        }
    }
}

extension Correction {
    /// What makes it the same correction in two plans.
    fileprivate struct Key: Hashable {
        let action: CorrectionAction
        let stripeID: String
        let fingerprint: String
    }

    fileprivate var key: Key { Key(action: action, stripeID: stripeID, fingerprint: fingerprint) }

    /// How it differs from what was approved, in words; nil where a person would approve the same.
    fileprivate func change(since approved: Correction) -> String? {
        if userID != approved.userID { return "it is about another buyer now" }
        if credits != approved.credits { return Self.change(of: "credits", approved.credits, credits) }
        if amount != approved.amount {
            return Self.change(of: "amount", approved.amount, amount)
        }
        for name in Self.decisiveFacts where facts[name] != approved.facts[name] {
            return Self.change(of: name, approved.facts[name], facts[name])
        }
        return nil
    }

    private static func change<Value: CustomStringConvertible>(of name: String, _ then: Value?, _ now: Value?) -> String
    {
        "\(name): \(then.map(\.description) ?? "none") when it was approved, \(now.map(\.description) ?? "none") now"
    }

    /// Facts that a person's decision rests on, and those that a log row is written from.
    private static let decisiveFacts = [
        "captured_minor", "refunded_minor", "lost_minor", "kept_credits", "package_id", "payment_intent", "status",
        "recorded_status", "expected_status", "amount_paid_minor", "recorded",
    ]
}
