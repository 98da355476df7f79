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
    /// What keeps a webhook that comes late from granting it again; of a grant, nil where nothing does.
    public var protection: Protection?
    /// When it becomes free by itself, of one that waits for time to pass.
    public var freeAt: Instant?
    /// Who approved it; of a run that only plans, of one that the next run with `--apply` posts by their word.
    public var approvedBy: String?
    /// Who declined it, of one that waits for that reason.
    public var decline: Decline?
    /// Why it would wait without the approval that frees it, or without the decline that holds it; nil where it would not.
    public var heldOtherwise: HoldReason?

    /// A correction under that decision.
    public init(
        correction: Correction,
        decision: Decision,
        protection: Protection? = nil,
        freeAt: Instant? = nil,
        approvedBy: String? = nil,
        decline: Decline? = nil,
        heldOtherwise: HoldReason? = nil
    ) {
        self.correction = correction
        self.decision = decision
        self.protection = protection
        self.freeAt = freeAt
        self.approvedBy = approvedBy
        self.decline = decline
        self.heldOtherwise = heldOtherwise
    }

    /// Why it waits, in words; nil of one that may be posted.
    public var holdSentence: String? {
        guard case .held(let reason) = decision else { return nil }
        if let approvedBy { return "approved by \(approvedBy): the next run with --apply posts it" }
        return sentence(of: reason)
    }

    /// A reason of this one's in words: a decline says whose and why.
    func sentence(of reason: HoldReason) -> String {
        if reason == .declined, let decline { return decline.sentence }
        return reason.sentence
    }

    /// The reasons that it shows to whoever reviews it: why it waits, and why it would otherwise.
    var holdReasons: [HoldReason] {
        var reasons = [heldOtherwise].compactMap(\.self)
        if case .held(let reason) = decision { reasons.insert(reason, at: 0) }
        return reasons
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
            Correction(of: finding).map { policy.planned($0, for: finding) }
        }
    }

    /// Where in the plan the correction of each finding stands, by the finding's fingerprint; the first of several.
    public var places: [String: Int] {
        Dictionary(corrections.indices.map { (corrections[$0].correction.fingerprint, $0) }) { first, _ in first }
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

    /// The corrections that an approver's word posts, or is to post in the next run with `--apply`.
    public var approved: [PlannedCorrection] { corrections.filter { $0.approvedBy != nil } }

    /// Who approved them, in the order of the alphabet.
    public var approvers: [String] { Set(approved.compactMap(\.approvedBy)).sorted() }

    /// What moves credits and may be posted: grants first, then take-backs, of one sale the one that leaves the buyer more
    /// before the one that leaves less, since each says to how many credits it goes down.
    public var allowedMovements: [PlannedCorrection] {
        let allowed = corrections.filter { $0.decision == .allowed }
        let takeBacks = allowed.filter { $0.correction.action == .takeBack }
        return allowed.filter { $0.correction.action == .grant }
            + takeBacks.sorted { $0.correction.keptCredits > $1.correction.keptCredits }
    }

    /// Grants that may be posted.
    public var allowedGrants: [Correction] { allowed.filter { $0.action == .grant } }
}
