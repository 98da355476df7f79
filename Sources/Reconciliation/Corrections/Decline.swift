/// An approver's word that a correction is not to be posted, as long as it is what was reviewed.
public struct Decline: Hashable, Sendable, Codable {
    /// Who declined it.
    public var by: String
    /// When.
    public var at: Instant
    /// Why.
    public var reason: String

    /// A decline of those facts.
    public init(by: String, at: Instant, reason: String) {
        self.by = by
        self.at = at
        self.reason = reason
    }

    /// The decline in words.
    public var sentence: String { "declined by \(by) on \(at): \(reason)" }
}

/// What was declined.
public struct DeclinedCorrection: Hashable, Sendable {
    /// The Stripe object that it is for.
    public var stripeID: String
    /// The finding that it answers.
    public var fingerprint: String
    /// As it was reviewed; nil where nobody can read that any more, and whatever is found is held.
    public var reviewed: Correction?
    /// By whom and why.
    public var decline: Decline

    /// What was declined, with the decline.
    public init(stripeID: String, fingerprint: String, reviewed: Correction?, decline: Decline) {
        self.stripeID = stripeID
        self.fingerprint = fingerprint
        self.reviewed = reviewed
        self.decline = decline
    }
}

extension CorrectionPlan {
    /// The plan with everything held that was declined and is still what was reviewed, also what policy would allow.
    ///
    /// Before limits are looked at: what is not posted takes up none.
    public func declining(_ declined: [DeclinedCorrection]) -> CorrectionPlan {
        let ofFinding = Dictionary(declined.map { ($0.fingerprint, $0) }) { first, _ in first }
        return CorrectionPlan(
            corrections: corrections.map { planned in
                guard let declined = ofFinding[planned.correction.fingerprint],
                    declined.stripeID == planned.correction.stripeID,
                    declined.reviewed.map({ planned.correction.change(since: $0) == nil }) ?? true
                else { return planned }
                var otherwise: HoldReason?
                if case .held(let reason) = planned.decision { otherwise = reason }
                return PlannedCorrection(
                    correction: planned.correction,
                    decision: .held(.declined),
                    protection: planned.protection,
                    decline: declined.decline,
                    heldOtherwise: otherwise
                )
            }
        )
    }
}
