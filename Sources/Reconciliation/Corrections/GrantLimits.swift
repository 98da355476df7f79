/// How much a run may grant without a person: rails against a fault of the data that no rule sees.
///
/// What is over a limit is held and not lost: the next run, or `tieout apply` of the reviewed plan, posts it.
public struct GrantLimits: Hashable, Sendable {
    /// Grants of one run.
    public var grantsPerRun: Int64
    /// Credits of one run.
    public var creditsPerRun: Int64
    /// Credits of one grant.
    public var creditsPerGrant: Int64
    /// Grants of one buyer within 24 hours.
    public var grantsPerBuyerAndDay: Int64
    /// Credits of one buyer within 24 hours.
    public var creditsPerBuyerAndDay: Int64

    /// The limits by default.
    public init(
        grantsPerRun: Int64 = 1_000,
        creditsPerRun: Int64 = 1_000_000,
        creditsPerGrant: Int64 = 100_000,
        grantsPerBuyerAndDay: Int64 = 20,
        creditsPerBuyerAndDay: Int64 = 200_000
    ) {
        self.grantsPerRun = grantsPerRun
        self.creditsPerRun = creditsPerRun
        self.creditsPerGrant = creditsPerGrant
        self.grantsPerBuyerAndDay = grantsPerBuyerAndDay
        self.creditsPerBuyerAndDay = creditsPerBuyerAndDay
    }
}

/// What was granted, as limits count it.
public struct GrantedSum: Hashable, Sendable {
    /// Grants.
    public var count: Int64
    /// Credits.
    public var credits: Int64

    /// A sum of those figures.
    public init(count: Int64 = 0, credits: Int64 = 0) {
        self.count = count
        self.credits = credits
    }

    /// Adds a grant, unless one of the limits would be passed; false then.
    ///
    /// Credits that no integer holds are over every limit.
    fileprivate mutating func admit(_ grant: Int64, count most: Int64, credits mostCredits: Int64) -> Bool {
        let (sum, overflows) = credits.addingReportingOverflow(grant)
        guard count < most, !overflows, sum <= mostCredits else { return false }
        count += 1
        credits = sum
        return true
    }
}

extension CorrectionPlan {
    /// The plan within limits: grants that are over one are held, in the order of the plan.
    ///
    /// - Parameter granted: what Tieout granted each buyer within the last 24 hours.
    public func within(_ limits: GrantLimits, granted: [String: GrantedSum]) -> CorrectionPlan {
        var ofRun = GrantedSum()
        var ofBuyer = granted
        return holding { correction in
            let credits = correction.credits ?? 0
            guard credits <= limits.creditsPerGrant else { return .overGrantLimit }
            var (run, buyer) = (ofRun, ofBuyer[correction.userID ?? ""] ?? GrantedSum())
            guard
                buyer.admit(credits, count: limits.grantsPerBuyerAndDay, credits: limits.creditsPerBuyerAndDay)
            else { return .overBuyerLimit }
            guard run.admit(credits, count: limits.grantsPerRun, credits: limits.creditsPerRun) else {
                return .overRunLimit
            }
            (ofRun, ofBuyer[correction.userID ?? ""]) = (run, buyer)
            return nil
        }
    }

    /// The plan with every grant held for which there is a reason; what is held already stays as it is.
    func holding(_ reason: (Correction) -> HoldReason?) -> CorrectionPlan {
        CorrectionPlan(
            corrections: corrections.map { planned in
                guard planned.decision == .allowed, planned.correction.action == .grant,
                    let reason = reason(planned.correction)
                else { return planned }
                var held = planned
                held.decision = .held(reason)
                return held
            }
        )
    }
}
