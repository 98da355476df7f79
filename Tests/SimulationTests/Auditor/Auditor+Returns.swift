extension Auditor {
    /// Money went back of a granted sale, and the buyer has more credits of it than stayed paid for.
    mutating func judgeReturns(_ facts: SessionFacts) {
        let paid = facts.captured > 0 ? facts.captured : facts.session.amountTotal ?? 0
        guard paid > 0 else { return }
        let owed = facts.owed
        // What was given twice is told and taken back as a duplicate.
        let held = facts.grants.count > 1 ? min(facts.standing, owed) : facts.standing
        // Rounded in the buyer's favour; the last refund takes the rest.
        let keptAfterRefunds = owed - owed * min(facts.returned, paid) / paid
        let keptAfterDisputes = owed - owed * min(facts.returned + facts.lost, paid) / paid
        if facts.returned > 0, held > keptAfterRefunds {
            find(
                "refund_not_reversed",
                facts.session.id,
                "medium",
                credits: held - keptAfterRefunds,
                expected: facts.returned,
                recorded: paid * max(owed - held, 0) / owed,
                in: facts.session.currency
            )
        }
        // What a refund takes is not taken twice.
        let heldAfterRefunds = min(held, keptAfterRefunds)
        if facts.lost > 0, heldAfterRefunds > keptAfterDisputes {
            find(
                "dispute_not_reversed",
                facts.session.id,
                "medium",
                credits: heldAfterRefunds - keptAfterDisputes,
                expected: facts.lost,
                recorded: paid * max(keptAfterRefunds - held, 0) / owed,
                in: facts.session.currency
            )
        }
    }
}
