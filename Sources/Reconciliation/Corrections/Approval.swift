/// A person's word that corrections of a reviewed plan may be posted, as far as they still are what was reviewed.
public struct Approval: Hashable, Sendable, Codable {
    /// The run whose plan was reviewed.
    public var plan: RunID
    /// Who approved it: as given with `--approved-by`, or as it is recorded.
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

/// A plan that a run applies: it posts what was approved of it, and nothing else.
public struct AppliedPlan: Hashable, Sendable, Codable {
    /// The run that made it.
    public var plan: RunID
    /// What was approved of it, by one person or several.
    public var approvals: [Approval]

    /// That plan under those approvals.
    public init(plan: RunID, approvals: [Approval]) {
        self.plan = plan
        self.approvals = approvals
    }

    /// Who approved it: one name, or several with commas between them.
    public var approvedBy: String {
        var names: [String] = []
        for approval in approvals where !names.contains(approval.approvedBy) { names.append(approval.approvedBy) }
        return names.joined(separator: ", ")
    }
}

/// A plan made anew, under approvals of earlier ones.
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
    /// The plan as far as it was approved: what was approved and is still the same is allowed, everything else held.
    ///
    /// What waits for a person's word is lifted by it; what no word can make right (``HoldReason/mayBeLifted``) is not, nor
    /// a reason of the sale itself that the reviewer did not see.
    public func under(_ approvals: [Approval]) -> ApprovedPlan {
        var words = approvals.words
        var skipped: [ApprovedPlan.Skipped] = []
        let corrections = corrections.map { planned in
            guard let word = words.removeValue(forKey: planned.correction.key) else {
                return planned.held(.notApproved)
            }
            switch planned.answer(to: word, isPresent: true) {
            case .approved(let approved): return approved
            case .changed(let change):
                skipped.append(.init(correction: word.reviewed.correction, reason: change))
                return planned.held(.changedSincePlan)
            case .notLifted(let reason):
                skipped.append(.init(correction: word.reviewed.correction, reason: reason))
                return planned
            }
        }
        for reviewed in approvals.flatMap(\.corrections) where words[reviewed.correction.key] != nil {
            skipped.append(.init(correction: reviewed.correction, reason: "what it answers is no longer open"))
        }
        return ApprovedPlan(plan: CorrectionPlan(corrections: corrections), skipped: skipped)
    }

    /// The plan with what was approved besides what policy allows: a run of which nobody is there when it posts.
    ///
    /// An approval of something else than is found now does nothing, as if there were none. The circuit breaker is lifted
    /// only for whom saw it: tonight's ledger may be the wrong one. So is the wait for a late webhook: a grant that was
    /// approved for another reason is posted once something protects it.
    public func with(_ approvals: [Approval]) -> ApprovedPlan {
        let words = approvals.words
        var skipped: [ApprovedPlan.Skipped] = []
        let corrections = corrections.map { planned in
            guard let word = words[planned.correction.key] else { return planned }
            switch planned.answer(to: word, isPresent: false) {
            case .approved(let approved): return approved
            case .changed(let reason), .notLifted(let reason):
                if planned.decision != .allowed {
                    skipped.append(.init(correction: word.reviewed.correction, reason: reason))
                }
                return planned
            }
        }
        return ApprovedPlan(plan: CorrectionPlan(corrections: corrections), skipped: skipped)
    }

    /// The plan as it is, with the approvers of what the next run that posts would post by their word.
    public func waiting(for approvals: [Approval]) -> CorrectionPlan {
        let approved = with(approvals).plan.corrections
        return CorrectionPlan(
            corrections: zip(corrections, approved).map { planned, approved in
                var planned = planned
                planned.approvedBy = approved.approvedBy
                return planned
            }
        )
    }
}

/// What an approver said of one correction.
private struct Word {
    let reviewed: PlannedCorrection
    let approvedBy: String
}

extension [Approval] {
    fileprivate var words: [Correction.Key: Word] {
        let words = flatMap { approval in
            approval.corrections.map { ($0.correction.key, Word(reviewed: $0, approvedBy: approval.approvedBy)) }
        }
        return Dictionary(words) { first, _ in first }
    }
}

/// What an approval makes of a correction that is found now.
private enum Answer {
    /// It may be posted.
    case approved(PlannedCorrection)
    /// It is no longer what was approved.
    case changed(String)
    /// It waits for something that the approval does not lift.
    case notLifted(String)
}

extension PlannedCorrection {
    fileprivate func answer(to word: Word, isPresent: Bool) -> Answer {
        if let change = correction.change(since: word.reviewed.correction) { return .changed(change) }
        var approved = self
        approved.approvedBy = word.approvedBy
        guard decision != .allowed else { return .approved(approved) }
        let seen = word.reviewed.holdReasons
        if let reason = holdReasons.first(where: { !$0.isLifted(seen: seen, isPresent: isPresent) }) {
            return .notLifted(sentence(of: reason))
        }
        if !isPresent, correction.action == .grant, protection == nil, !seen.contains(.lateWebhook) {
            return .notLifted(HoldReason.lateWebhook.sentence)
        }
        return .approved(
            PlannedCorrection(
                correction: correction,
                decision: .allowed,
                protection: .approval,
                approvedBy: word.approvedBy,
                heldOtherwise: holdReasons.last
            )
        )
    }

    /// The same, waiting for that reason if nothing else makes it wait.
    fileprivate func held(_ reason: HoldReason) -> PlannedCorrection {
        guard decision == .allowed else { return self }
        return PlannedCorrection(correction: correction, decision: .held(reason))
    }
}

extension HoldReason {
    /// Whether a person's approval lifts it once they have seen it.
    public var mayBeLifted: Bool { isLifted(seen: [self], isPresent: true) }

    /// Whether a person's approval lifts it.
    ///
    /// - Parameters:
    ///   - seen: why the correction waited in the plan that was approved; a reason that lies in the sale itself has to
    ///     have been seen, and so has another person's decline.
    ///   - isPresent: whether the person is there when it is posted.
    fileprivate func isLifted(seen: [HoldReason], isPresent: Bool) -> Bool {
        switch self {
        case .overGrantLimit, .overBuyerLimit, .overRunLimit: true
        case .circuitBreaker, .lateWebhook: isPresent || seen.contains(self)
        case .partlyRefunded, .disputed, .ambiguousMovement, .needsApproval, .promiseUnproven, .declined:
            seen.contains(self)
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

    /// How it differs from what was reviewed, in words; nil where a person would decide the same.
    func change(since reviewed: Correction) -> String? {
        if userID != reviewed.userID { return "it is about another buyer now" }
        if credits != reviewed.credits { return Self.change(of: "credits", reviewed.credits, credits) }
        if amount != reviewed.amount {
            return Self.change(of: "amount", reviewed.amount, amount)
        }
        for name in Self.decisiveFacts where facts[name] != reviewed.facts[name] {
            return Self.change(of: name, reviewed.facts[name], facts[name])
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
