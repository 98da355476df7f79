import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Nights on which the job meets what approvers recorded.
protocol DecidedNights {}

extension DecidedNights {
    func anna(_ night: OneMissedSale) -> TestApprover { TestApprover("Anna Weber", in: night.database) }
    func bert(_ night: OneMissedSale) -> TestApprover { TestApprover("Bert Kuhn", in: night.database) }

    /// The newest plan.
    func plan(_ night: OneMissedSale) -> String { "\(night.program.folder.path)/reports/latest/plan.json" }

    func planned(_ night: OneMissedSale) throws -> Ending {
        try night.program.run("run", "--since", night.instant(daysAgo: 7))
    }

    /// What was done to the ledger that moves credits.
    func movements(_ night: OneMissedSale) throws -> [String] {
        try night.database.connect().query(
            """
            SELECT concat_ws(' ', stripe_id, action, credits, protection, coalesce(approved_by, 'nobody')) AS line
            FROM tieout.correction WHERE action = 'grant' OR action LIKE 'take\\_back%' ORDER BY posted_at, 1
            """
        ).map { try $0.text("line") }
    }

    func findings(_ night: OneMissedSale) throws -> String {
        try String(contentsOfFile: "\(night.program.folder.path)/reports/latest/findings.csv", encoding: .utf8)
    }

    /// A granted sale of which half was refunded: the take-back waits for a person.
    func refundedNight() async throws -> OneMissedSale {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 1_000, at: night.now - 86_400) }
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 50)
        return night
    }
}

extension OneMissedSale {
    /// The same buyer bought again two days ago and got nothing.
    func sellAnother(_ name: String, refunded: Int64) throws {
        let paidAt = now - 2 * 86_400
        stripe.account.update { account in
            account.addSale(
                name,
                of: 2000,
                at: paidAt,
                customer: "cus_B",
                metadata: [
                    "type": "credit_purchase", "user_id": .string(Self.buyer), "package_id": "creative",
                    "credits": "50",
                ]
            )
            _ = account.refund("ch_\(name)", amount: refunded, at: paidAt + 3_600)
        }
        try database.connect().execute(
            script: """
                INSERT INTO public.checkout_sessions (user_id, stripe_session_id, package_id, credits, amount_usd)
                VALUES ('\(Self.buyer)', 'cs_test_\(name)', 'creative', 50, 20.00)
                """
        )
    }
}
