/// What may be done about findings without asking a person.
public struct CorrectionPolicy: Hashable, Sendable {
    /// Whether charges, refunds and disputes were listed to the end; without them no grant is posted.
    public var listsAreComplete: Bool
    /// What protects grants against webhooks that come late.
    public var lateWebhooks: LateWebhooks

    /// The policy of a run.
    public init(listsAreComplete: Bool, lateWebhooks: LateWebhooks) {
        self.listsAreComplete = listsAreComplete
        self.lateWebhooks = lateWebhooks
    }

    /// A finding's correction with what the policy says of it.
    ///
    /// The rules state facts; the one that makes a grant wait is `detail["hold"]`, a ``HoldReason``. A reason that
    /// nobody knows holds as well: never guess with money.
    func planned(_ correction: Correction, for finding: Finding) -> PlannedCorrection {
        guard correction.action.movesCredits else {
            return PlannedCorrection(correction: correction, decision: .allowed)
        }
        // Of a grant that waits for something else as well: an approval that is posted when nobody is there rests on it.
        let (protection, freeAt) =
            correction.action == .grant ? lateWebhooks.protection(of: finding) : (nil, nil)
        if let reason = standingReason(finding, correction.action) {
            return PlannedCorrection(correction: correction, decision: .held(reason), protection: protection)
        }
        return PlannedCorrection(
            correction: correction,
            decision: protection == nil ? .held(.lateWebhook) : .allowed,
            protection: protection,
            freeAt: freeAt
        )
    }

    /// Why a correction that moves credits waits until a person decides or Stripe says otherwise.
    private func standingReason(_ finding: Finding, _ action: CorrectionAction) -> HoldReason? {
        if action == .takeBack { return .needsApproval }
        if let hold = finding.detail["hold"] { return HoldReason(rawValue: hold) ?? .needsApproval }
        if finding.kind == .uncreditedPurchase { return .needsApproval }
        return listsAreComplete ? nil : .incompleteLists
    }
}
