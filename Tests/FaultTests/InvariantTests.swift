import Failpoints
import Foundation
import PostgresLedger
import TestSupport
import Testing

/// What a run wrote is looked at before it ends: something that broke it while the run was at work is said, with status
/// 4 and the sentence, and the watermark stays.
@Suite struct InvariantTests {
    struct Break: CustomTestStringConvertible {
        let testDescription: String
        let script: String
        let sentence: String
    }

    /// Each is done by somebody else after the grants and before the proofs.
    static let breaks = [
        Break(
            testDescription: "granted twice",
            script: """
                SELECT public.update_user_credits(user_id, 50, 'purchase', NULL, 'cs_test_lost1')
                FROM public.credit_transactions WHERE reference_id = 'cs_test_lost1'
                """,
            sentence: "cs_test_lost1 was granted by this run and has 2 movements"
        ),
        Break(
            testDescription: "taken out of the journal",
            script: "DELETE FROM public.credit_transactions WHERE reference_id = 'cs_test_lost1'",
            sentence: "cs_test_lost1 was granted by this run and has 0 movements"
        ),
        Break(
            testDescription: "purchase row twice",
            script: """
                INSERT INTO public.user_credit_purchases
                    (user_id, credits_purchased, amount_paid_usd, status, stripe_session_id)
                SELECT user_id, credits_purchased, amount_paid_usd, status, stripe_session_id
                FROM public.user_credit_purchases WHERE stripe_session_id = 'cs_test_lost1'
                """,
            sentence: "cs_test_lost1 was granted by this run and has 1 movements and 2 completed purchases"
        ),
        Break(
            testDescription: "other credits",
            script: """
                UPDATE public.credit_transactions SET amount = 60, balance_after = balance_before + 60
                WHERE reference_id = 'cs_test_lost1'
                """,
            sentence: "its movement gives 60 credits to b0e1f7a0-0000-4000-8000-000000000001"
        ),
        Break(
            testDescription: "a movement that does not add up",
            script: "UPDATE public.credit_transactions SET balance_before = 7 WHERE reference_id = 'cs_test_lost1'",
            sentence: "its movement of 50 credits says that the balance went from 7 to 50"
        ),
        Break(
            testDescription: "a balance that no movement leads to",
            script: """
                UPDATE public.user_credits SET balance = 51
                WHERE user_id = 'b0e1f7a0-0000-4000-8000-000000000001'
                """,
            sentence: "left b0e1f7a0-0000-4000-8000-000000000001 50 credits, from which no later movement goes on"
        ),
    ]

    @Test(arguments: breaks) func aBreakStopsTheRunWithStatusFour(_ example: Break) async throws {
        let night = try await FaultNight()
        let database = night.database
        let watch = Watch(for: Moment(step: .posted))
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            #expect(throws: Never.self) { try database.connect().execute(script: example.script) }
        }
        let ending = try night.program.with(listener.environment).run(Array(night.arguments.dropLast(2)))
        withExtendedLifetime(listener) {}
        #expect(ending.status == 4, "\(ending.output)\(ending.notes)")
        #expect(ending.output.contains(example.sentence), "\(ending.output)")
        #expect(try database.connect().query("SELECT FROM tieout.watermark").isEmpty)
        Figures.add(1, "ways to break what a run wrote, all noticed", row: 23, test: "InvariantTests")
    }

    /// What the application does meanwhile breaks nothing: a buyer uses credits and buys again.
    @Test func theApplicationAtWorkBreaksNothing() async throws {
        let night = try await FaultNight()
        let database = night.database
        let watch = Watch(for: Moment(step: .closed))
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            try? database.connect().execute(
                script: """
                    SELECT public.update_user_credits(user_id, -20, 'consume') FROM public.user_credits;
                    SELECT public.update_user_credits(user_id, 5, 'bonus') FROM public.user_credits;
                    """
            )
        }
        let ending = try night.run(hearing: listener)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
    }
}
