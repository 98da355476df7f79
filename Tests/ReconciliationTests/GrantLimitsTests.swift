import Reconciliation
import Testing

/// Rails: what is over a limit waits for a person, in the order of the plan.
@Suite struct GrantLimitsTests {
    /// The grants of a plan, each `buyer credits`, and what becomes of them.
    func decisions(
        _ grants: [(buyer: String, credits: Int64)],
        _ limits: GrantLimits,
        granted: [String: GrantedSum] = [:]
    ) -> [String] {
        let findings = grants.enumerated().map { number, grant in
            Finding(
                kind: .missedPurchase,
                severity: .high,
                fingerprint: "missed_purchase:cs_\(number)",
                stripeID: "cs_\(number)",
                userID: grant.buyer,
                credits: grant.credits
            )
        }
        let guarded = LateWebhooks(guardIsInForce: true, now: Instant(secondsSinceEpoch: 0))
        let plan = CorrectionPlan(
            for: findings,
            under: CorrectionPolicy(listsAreComplete: true, lateWebhooks: guarded)
        )
        return plan.within(limits, granted: granted).corrections.map { planned in
            if case .held(let reason) = planned.decision { return reason.rawValue }
            return "allowed"
        }
    }

    @Test func asManyGrantsAsARunMayPost() {
        let limits = GrantLimits(grantsPerRun: 2)
        let grants = [("anna", Int64(50)), ("ben", 50), ("carl", 50)]
        #expect(decisions(grants, limits) == ["allowed", "allowed", "over_run_limit"])
    }

    @Test func asManyCreditsAsARunMayPostAndASmallerGrantStillFits() {
        let limits = GrantLimits(creditsPerRun: 100)
        let grants = [("anna", Int64(60)), ("ben", 50), ("carl", 40)]
        #expect(decisions(grants, limits) == ["allowed", "over_run_limit", "allowed"])
    }

    @Test func noGrantOfMoreThanOneMayHave() {
        let grants = [("anna", Int64(500)), ("anna", 501), ("ben", .max)]
        #expect(
            decisions(grants, GrantLimits(creditsPerGrant: 500)) == ["allowed", "over_grant_limit", "over_grant_limit"]
        )
    }

    @Test func whatABuyerWasGrantedTodayCounts() {
        let limits = GrantLimits(grantsPerBuyerAndDay: 2, creditsPerBuyerAndDay: 100)
        let granted = ["anna": GrantedSum(count: 1, credits: 50), "ben": GrantedSum(count: 1, credits: 60)]
        let grants = [("anna", Int64(50)), ("anna", 1), ("ben", 50), ("carl", 50)]
        #expect(
            decisions(grants, limits, granted: granted)
                == ["allowed", "over_buyer_limit", "over_buyer_limit", "allowed"]
        )
    }

    /// A buyer's held grant takes nothing from the run's room.
    @Test func whatIsHeldUsesNothingUp() {
        let limits = GrantLimits(grantsPerRun: 1, creditsPerBuyerAndDay: 10)
        #expect(decisions([("anna", 50), ("ben", 10)], limits) == ["over_buyer_limit", "allowed"])
    }

    /// Credits that no integer holds do not wrap around into the limit.
    @Test func sumsThatOverflowAreOverTheLimit() {
        let limits = GrantLimits(creditsPerRun: .max, creditsPerGrant: .max, creditsPerBuyerAndDay: .max)
        #expect(decisions([("anna", .max), ("ben", 1)], limits) == ["allowed", "over_run_limit"])
    }

    @Test func theDefaultsLetAnOrdinaryNightPass() {
        let night = (0..<1_001).map { ("buyer \($0)", Int64(100)) }
        let decisions = decisions(night, GrantLimits())
        #expect(decisions.filter { $0 == "allowed" }.count == 1_000)
        #expect(decisions.last == "over_run_limit")
    }
}

/// When most purchases look ungranted the database is the wrong one.
@Suite struct CircuitBreakerTests {
    static let cases: [(name: String, days: [(paid: Int64, ungranted: Int64)], trips: Bool)] = [
        ("a ledger in use", [(100, 2), (90, 0)], false),
        ("a wrong database", [(40, 40)], true),
        ("a wrong database of a small shop", [(19, 19)], false),
        ("an outage of a day after a month", [(100, 100), (100, 0), (100, 0)], false),
        ("exactly half", [(40, 20)], false),
        ("just over half", [(39, 20)], true),
        ("nothing sold", [], false),
    ]

    @Test(arguments: cases) func trips(name: String, days: [(paid: Int64, ungranted: Int64)], trips: Bool) {
        let days = days.enumerated().map { number, day in
            PurchaseDay(
                day: Instant(secondsSinceEpoch: Int64(number) * .day),
                paid: day.paid,
                ungranted: day.ungranted
            )
        }
        #expect((CircuitBreaker().verdict(on: days) != nil) == trips, "\(name)")
    }

    @Test func theVerdictSaysHowMany() {
        let day = PurchaseDay(day: Instant(secondsSinceEpoch: 0), paid: 40, ungranted: 30)
        #expect(CircuitBreaker().verdict(on: [day]) == "30 of 40 credit purchases of the last 30 days look ungranted")
    }
}
