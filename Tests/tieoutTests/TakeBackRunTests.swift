import StripeSimulator
import TestSupport
import Testing

/// What a buyer should not have is taken back by the program: found by a run, approved by a person, and taken once.
@Suite struct TakeBackRunTests {
    struct Wrong: CustomTestStringConvertible {
        let testDescription: String
        /// What the next run finds of it.
        let kind: String
        /// What happens after the sale was granted.
        var atStripe: @Sendable (inout StripeAccount, Int64) -> Void = { _, _ in }
        var inTheLedger = ""
        /// The buyer's credits before and after.
        let credits: (Int64, Int64)
    }

    static let wrongs = [
        Wrong(
            testDescription: "a lost dispute",
            kind: "dispute_not_reversed",
            atStripe: { account, now in _ = account.dispute("ch_A", at: now - 86_400, status: "lost") },
            credits: (50, 0)
        ),
        Wrong(
            testDescription: "a grant made twice",
            kind: "duplicate_grant",
            inTheLedger: """
                DROP INDEX public.credit_transactions_tieout_guard;
                SELECT public.update_user_credits('\(OneMissedSale.buyer)', 50, 'purchase', NULL, 'cs_test_A')
                """,
            credits: (100, 50)
        ),
        Wrong(
            testDescription: "a grant for a session that Stripe does not know",
            kind: "phantom_grant",
            inTheLedger: """
                SELECT public.update_user_credits('\(OneMissedSale.buyer)', 500, 'purchase', NULL, 'cs_test_invented');
                UPDATE public.credit_transactions SET created_at = now() - interval '1 day'
                WHERE reference_id = 'cs_test_invented'
                """,
            credits: (550, 50)
        ),
    ]

    @Test(arguments: wrongs) func isTakenBackOnceByAPersonsWord(_ wrong: Wrong) async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        night.stripe.account.update { wrong.atStripe(&$0, night.now) }
        if !wrong.inTheLedger.isEmpty { try night.database.connect().execute(script: wrong.inTheLedger) }

        // The job itself takes nothing.
        let found = try night.program.run(night.applied + ["--output", "json"])
        #expect(found.status == 2, "\(found.output)\(found.notes)")
        #expect(try found.json().number("findings.\(wrong.kind)") == 1)
        #expect(try night.balance() == wrong.credits.0)

        let plan = "\(try #require(found.json().text("report")))/plan.json"
        let apply = ["apply", plan, "--approved-by", "Anna Weber", "--output", "json"]
        let applied = try night.program.run(apply)
        #expect(applied.status == 0, "\(applied.output)\(applied.notes)")
        #expect(try applied.json().number("applied.taken_back.credits") == Int(wrong.credits.0 - wrong.credits.1))
        #expect(try night.balance() == wrong.credits.1)
        #expect(try !night.program.run("findings").output.contains(wrong.kind))

        let again = try night.program.run(apply)
        #expect(try again.json().number("applied.taken_back.count") == 0, "\(again.output)\(again.notes)")
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == wrong.credits.1)
    }
}
