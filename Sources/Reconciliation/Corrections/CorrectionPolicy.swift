/// What may be done about findings without asking a person.
public struct CorrectionPolicy: Hashable, Sendable {
    /// Whether charges, refunds and disputes were listed to the end; without them no grant is posted.
    public var listsAreComplete: Bool

    /// The policy of a run.
    public init(listsAreComplete: Bool) { self.listsAreComplete = listsAreComplete }

    /// What the policy says of a finding's correction.
    ///
    /// The rules state facts; the one that makes a grant wait is `detail["hold"]`, a ``HoldReason``. A reason that
    /// nobody knows holds as well: never guess with money.
    public func decision(on finding: Finding) -> Decision {
        guard let action = finding.kind.action, action.movesCredits else { return .allowed }
        if action == .takeBack { return .held(.needsApproval) }
        if let hold = finding.detail["hold"] { return .held(HoldReason(rawValue: hold) ?? .needsApproval) }
        if finding.kind == .uncreditedPurchase { return .held(.needsApproval) }
        return listsAreComplete ? .allowed : .held(.incompleteLists)
    }
}
