import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// Credits are taken back through the ledger's own function: once, by exactly what is due, never below zero.
@Suite struct TakeBackTests {
    let bench: PostingBench
    /// A person approved it; without that nothing is taken.
    let context = PostingContext(
        run: RunID(startedAt: Instant(secondsSinceEpoch: Books.noon), command: "apply", suffix: 1),
        protection: .approval,
        approvedBy: "Anna Weber"
    )

    init() async throws {
        bench = try await PostingBench.make()
        try bench.books.give(50, for: "cs_test_A")
    }

    /// A refund that went through, of a sale whose buyer is to keep so many of their credits.
    private func refund(of held: Int64 = 50, keeping kept: Int64) throws -> Correction {
        let finding = Finding(
            kind: .refundNotReversed,
            severity: .medium,
            fingerprint: "refund_not_reversed:cs_test_A",
            stripeID: "cs_test_A",
            userID: Books.anna,
            currency: .usd,
            expectedMinor: 2_000,
            recordedMinor: 0,
            credits: held - kept,
            occurredAt: Instant(secondsSinceEpoch: Books.noon),
            detail: ["kept_credits": "\(kept)", "granted_credits": "\(held)", "payment_intent": "pi_A"]
        )
        return try #require(Correction(of: finding))
    }

    private func post(_ correction: Correction) async throws -> PostedCorrection {
        try await bench.ledger.postTakeBack(correction, context: context)
    }

    private func corrections() throws -> [String] {
        try bench.books.lines(
            """
            SELECT concat_ws(' ', action, credits, balance_before, balance_after, detail ->> 'uncollectable',
                protection, approved_by) AS line
            FROM tieout.correction ORDER BY posted_at, action
            """
        )
    }

    @Test func aFullRefundTakesAllAndIsWrittenDownWithItsApprover() async throws {
        let posted = try await post(try refund(keeping: 0))
        #expect(posted.outcome == .posted(balanceBefore: 50, balanceAfter: 0))
        #expect(posted.takenBack == TakenBack(credits: 50, uncollectable: 0))
        #expect(try corrections() == ["take_back:50:0 50 50 0 0 approval Anna Weber"])
        #expect(
            try bench.books.lines(
                "SELECT concat_ws(' ', type, amount, reference_id) AS line FROM public.credit_transactions ORDER BY amount"
            ) == ["refund -50 cs_test_A", "purchase 50 cs_test_A"]
        )
    }

    /// What the run took back has to be in the journal when it ends.
    @Test func aTakeBackThatNoMovementShowsIsABreak() async throws {
        #expect(try await post(try refund(keeping: 0)).outcome.name == "posted")
        #expect(try await bench.ledger.brokenInvariants(of: context.run) == [])
        try bench.books.database.connect().execute(
            script: "DELETE FROM public.credit_transactions WHERE type = 'refund'"
        )
        #expect(
            try await bench.ledger.brokenInvariants(of: context.run)
                == ["50 credits of cs_test_A were taken back by this run, and no movement shows it"]
        )
    }

    @Test func theSameTwiceIsTakenOnce() async throws {
        let whole = try refund(keeping: 0)
        #expect(try await post(whole).outcome.name == "posted")
        let after = try bench.content()
        let second = try await post(whole)
        #expect(second.outcome == .alreadyPosted)
        #expect(second.takenBack == nil)
        #expect(try bench.content() == after)
    }

    @Test func twoPartialRefundsTakeTwice() async throws {
        #expect(try await post(try refund(keeping: 33)).takenBack?.credits == 17)
        #expect(try await post(try refund(of: 33, keeping: 0)).takenBack?.credits == 33)
        #expect(
            try corrections() == [
                "take_back:50:33 17 50 33 0 approval Anna Weber", "take_back:33:0 33 33 0 0 approval Anna Weber",
            ]
        )
        #expect(try bench.books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])
    }

    /// The buyer has used 40 of them: 10 are taken, 40 cannot be, and may be once there are credits again.
    @Test func whatTheBuyerHasSpentIsTheUncollectableRest() async throws {
        try bench.books.give(-40, for: "job 7", type: "consume")
        let posted = try await post(try refund(keeping: 0))
        #expect(posted.outcome == .posted(balanceBefore: 10, balanceAfter: 0))
        #expect(posted.takenBack == TakenBack(credits: 10, uncollectable: 40))
        #expect(try corrections() == ["take_back:50:0 10 10 0 40 approval Anna Weber"])

        let rest = try refund(of: 40, keeping: 0)
        #expect(
            try await post(rest).outcome == .changed("the buyer has no credits left that could be taken")
        )
        try bench.books.give(100, for: "cs_test_B")
        #expect(try await post(rest).outcome == .posted(balanceBefore: 100, balanceAfter: 60))
    }

    @Test func whatWasTakenBackMeanwhileIsNotTakenAgain() async throws {
        try bench.books.give(100, for: "cs_test_B")
        try bench.books.give(-50, for: "pi_A", type: "refund", metadata: #"{"session": "cs_test_A"}"#)
        let before = try bench.content()
        #expect(
            try await post(try refund(keeping: 0)).outcome
                == .changed("the ledger shows that they were taken back by now")
        )
        #expect(try bench.content() == before)
    }

    /// Half of them were taken by hand: the other half is due, whatever the plan says.
    @Test func whatWasTakenInPartMeanwhileIsTakenToTheEnd() async throws {
        try bench.books.give(100, for: "cs_test_B")
        try bench.books.give(-25, for: "cs_test_A", type: "refund")
        #expect(try await post(try refund(keeping: 0)).takenBack == TakenBack(credits: 25, uncollectable: 0))
    }

    @Test func withoutAnApprovalNothingIsTaken() async throws {
        let before = try bench.content()
        let posted = try await bench.ledger.postTakeBack(try refund(keeping: 0), context: bench.context)
        #expect(posted.outcome == .failed("nobody approved that credits are taken back"))
        #expect(try bench.content() == before)
    }

    @Test func aBuyerWithoutABalanceLosesNothing() async throws {
        try bench.books.database.connect().execute(script: "DELETE FROM public.user_credits")
        #expect(
            try await post(try refund(keeping: 0)).outcome
                == .changed("the buyer has no credits left that could be taken")
        )
    }

    /// Functions as they are found: one refuses negative amounts, others do something else and return normally.
    @Test(arguments: [
        "RAISE EXCEPTION 'amount must be positive';",
        "RETURN NULL;",
        PostingBench.soundGrant.replacing("p_amount", with: "abs(p_amount)"),
        PostingBench.soundGrant + PostingBench.soundGrant,
        "UPDATE public.user_credits SET balance = balance + p_amount WHERE user_id = p_user_id;",
        "UPDATE public.user_credits SET balance = 0 WHERE user_id = p_user_id;",
    ])
    func aFunctionThatDoesSomethingElseChangesNothing(_ body: String) async throws {
        try bench.books.give(100, for: "cs_test_B")
        try bench.replaceFunction(body)
        let before = try bench.content()
        let posted = try await post(try refund(keeping: 25))
        #expect(posted.outcome.name == "failed")
        #expect(posted.takenBack == nil)
        #expect(try bench.content() == before)
    }

    @Test func twoPostersAtOnceTakeOnce() async throws {
        let other = try await bench.books.database.ledger()
        try bench.books.give(500, for: "cs_test_B")
        let whole = try refund(keeping: 0)
        async let left = bench.ledger.postTakeBack(whole, context: context)
        async let right = other.postTakeBack(whole, context: context)
        #expect(try await [left.outcome.name, right.outcome.name].sorted() == ["already posted", "posted"])
        #expect(try bench.books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])
    }
}
