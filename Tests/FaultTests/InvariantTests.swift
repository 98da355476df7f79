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
        /// Whether it is done to what the run counts, rather than to the ledger.
        var isOfTheMatch = false
    }

    /// Each is done by somebody else after the grants and before the proofs: before the rules are asked again, and after
    /// they were, when only the ledger itself shows it.
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
        Break(
            testDescription: "other credits under another of its ids",
            script: """
                UPDATE public.credit_transactions
                SET reference_id = 'pi_lost1', metadata = NULL, amount = 60, balance_after = balance_before + 60
                WHERE reference_id = 'cs_test_lost1';
                UPDATE public.user_credits SET balance = 60 WHERE user_id = 'b0e1f7a0-0000-4000-8000-000000000001'
                """,
            sentence: "b0e1f7a0-0000-4000-8000-000000000001 was granted 50 credits by this run, and for these sales the"
                + " journal shows 60 and the purchase log shows 50"
        ),
        Break(
            testDescription: "other credits in the purchase log",
            script: """
                UPDATE public.user_credit_purchases SET credits_purchased = 40 WHERE stripe_session_id = 'cs_test_lost1'
                """,
            sentence: "the journal shows 50 and the purchase log shows 40"
        ),
        Break(
            testDescription: "another buyer's movement",
            script: """
                UPDATE public.credit_transactions SET user_id = 'b0e1f7a0-0000-4000-8000-000000000002'
                WHERE reference_id = 'cs_test_lost1'
                """,
            sentence: "its movement is b0e1f7a0-0000-4000-8000-000000000002's, who is not the buyer"
        ),
        Break(
            testDescription: "a record that falls out of the count",
            script: "DELETE FROM tieout.match WHERE session_id = 'cs_test_done'",
            sentence: "5 checkout sessions were fetched but 4 accounted for",
            isOfTheMatch: true
        ),
    ]

    /// Each break at each moment; the match is made anew when the rules are asked again.
    static let moments = breaks.flatMap { example in
        (example.isOfTheMatch ? [Step.closed] : [.posted, .closed]).map { (example, $0) }
    }

    @Test(arguments: moments) func aBreakStopsTheRunWithStatusFour(_ example: Break, at step: Step) async throws {
        let night = try await FaultNight()
        let ending = try night.run(breaking: example.script, at: Moment(step: step))
        #expect(ending.status == 4, "\(ending.output)\(ending.notes)")
        #expect(try sentences(ending.output).contains { $0.contains(example.sentence) }, "\(ending.output)")
        let file = "\(night.program.folder.path)/reports/latest/summary.json"
        #expect(try sentences(String(contentsOfFile: file, encoding: .utf8)) == sentences(ending.output))
        #expect(ending.notes.contains(" critical "), "whoever watches the log is told: \(ending.notes)")
        #expect(ending.output.contains(#""code":"invariant_broken""#), "\(ending.output)")
        #expect(try night.database.connect().query("SELECT FROM tieout.watermark").isEmpty)
        Figures.add(1, "ways to break what a run wrote, all noticed", row: 23, test: "InvariantTests")
    }

    /// After a break nothing more is posted: the log rows and statuses that the plan allows are not.
    @Test func aBreakStopsPosting() async throws {
        let night = try await FaultNight()
        let ending = try night.run(
            breaking: """
                INSERT INTO public.user_credit_purchases
                    (user_id, credits_purchased, amount_paid_usd, status, stripe_session_id)
                SELECT user_id, credits_purchased, amount_paid_usd, status, stripe_session_id
                FROM public.user_credit_purchases
                WHERE stripe_session_id IN (SELECT stripe_id FROM tieout.correction)
                """,
            at: Moment(step: .claimed, after: .committed, since: .planned)
        )
        #expect(ending.status == 4, "\(ending.output)\(ending.notes)")
        let posted = try night.database.connect().query("SELECT DISTINCT action FROM tieout.correction")
        #expect(try posted.map { try $0.text("action") } == ["grant"])
    }

    /// The sentences of what is broken, in a summary.
    private func sentences(_ summary: String) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(summary.utf8)) as? [String: Any]
        return object?["broken"] as? [String] ?? []
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

extension FaultNight {
    /// Runs it while somebody does that to the database at a moment.
    fileprivate func run(breaking script: String, at moment: Moment) throws -> Ending {
        let database = database
        let watch = Watch(for: moment)
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            #expect(throws: Never.self) { try database.connect().execute(script: script) }
        }
        return try run(hearing: listener)
    }
}
