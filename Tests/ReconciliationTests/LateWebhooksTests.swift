import Reconciliation
import Testing

/// What protects a grant against a webhook that comes late, and when time alone does.
@Suite struct LateWebhooksTests {
    static let now = Instant(secondsSinceEpoch: 1_795_500_000)

    /// A missed purchase with those facts, planned at that moment: what becomes of its grant.
    func outcome(_ detail: [String: String], guarded: Bool = false) -> String {
        let finding = Finding(
            kind: .missedPurchase,
            severity: .high,
            fingerprint: "missed_purchase:cs_1",
            stripeID: "cs_1",
            userID: "anna",
            credits: 50,
            detail: detail
        )
        let policy = CorrectionPolicy(
            listsAreComplete: true,
            lateWebhooks: LateWebhooks(guardIsInForce: guarded, now: Self.now)
        )
        guard let planned = CorrectionPlan(for: [finding], under: policy).corrections.first else { return "none" }
        switch planned.decision {
        case .allowed: return "allowed by \(planned.protection?.rawValue ?? "nothing")"
        case .held(let reason):
            let wait = planned.freeAt.map { " for \(($0 - Self.now) / .hour) h" } ?? ""
            return "held: \(reason.rawValue)\(wait)"
        }
    }

    func hoursAgo(_ hours: Int64) -> String { "\((Self.now - hours * .hour).secondsSinceEpoch)" }

    @Test func theGuardProtectsWhateverTheEventsSay() {
        #expect(outcome(["granting_events": "pending"], guarded: true) == "allowed by guard")
    }

    @Test func eventsThatWereDeliveredProtect() {
        #expect(
            outcome(["granting_events": "delivered", "payable_since": hoursAgo(1)]) == "allowed by events_delivered"
        )
    }

    @Test(arguments: ["pending", "unknown"]) func othersWaitUntilStripeRetriesNoLonger(_ events: String) {
        #expect(
            outcome(["granting_events": events, "payable_since": hoursAgo(2)]) == "held: late_webhook for 70 h"
        )
        #expect(
            outcome(["granting_events": events, "payable_since": hoursAgo(72)]) == "allowed by time_passed"
        )
    }

    @Test func whatNobodyHasSeenBeforeWaitsInFull() {
        #expect(outcome([:]) == "held: late_webhook for 72 h")
    }

    /// The guard keeps late webhooks out; it is no answer to what only a person can decide.
    @Test func aHoldOfTheRuleIsNotLiftedByTheGuard() {
        #expect(outcome(["hold": "disputed"], guarded: true) == "held: disputed")
    }
}
