import Reconciliation
import Testing

/// A correction as a plan that somebody edited may have it.
@Suite struct CorrectionTests {
    private func takeBack(_ credits: Int64, _ facts: [String: String]) -> Correction {
        Correction(
            action: .takeBack,
            stripeID: "cs_test_A",
            fingerprint: "duplicate_grant:cs_test_A",
            userID: "u",
            ledgerID: nil,
            credits: credits,
            amount: nil,
            occurredAt: nil,
            facts: facts
        )
    }

    @Test func whatIsKeptIsWhatWasGrantedWithoutWhatIsTaken() {
        #expect(takeBack(20, ["granted_credits": "50"]).keptCredits == 30)
        #expect(takeBack(50, ["granted_credits": "50"]).keptCredits == 0)
        #expect(takeBack(20, ["kept_credits": "7"]).keptCredits == 7)
    }

    @Test func creditsBeyondAllCountingKeepNothing() {
        #expect(takeBack(2, ["granted_credits": "\(Int64.min)"]).keptCredits == 0)
        #expect(takeBack(.min, ["granted_credits": "\(Int64.max)"]).keptCredits == 0)
    }
}
