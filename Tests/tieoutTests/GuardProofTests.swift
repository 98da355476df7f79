import PostgresLedger
import TestSupport
import Testing

/// A unique index counts as the guard only for what it is shown to keep out: its condition has to hold for purchases, and
/// a second grant of one reference has to come to nothing in a trial.
@Suite struct GuardProofTests {
    struct Index: CustomTestStringConvertible {
        let testDescription: String
        let script: String
        let says: String
    }

    static let leavingOut = [
        Index(
            testDescription: "only large purchases",
            script: "CREATE UNIQUE INDEX once ON public.credit_transactions (reference_id) WHERE amount > 1000",
            says: "the unique index public.once leaves purchases out: its condition is (amount > 1000)"
        ),
        Index(
            testDescription: "only what is no purchase",
            script: "CREATE UNIQUE INDEX once ON public.credit_transactions (reference_id) WHERE type <> 'purchase'",
            says: "the unique index public.once leaves purchases out"
        ),
        Index(
            testDescription: "only sessions of the other mode",
            script:
                "CREATE UNIQUE INDEX once ON public.credit_transactions (reference_id) WHERE reference_id ~ '^cs_live_'",
            says: "the unique index public.once leaves purchases out"
        ),
        Index(
            testDescription: "only rows of the past",
            script:
                "CREATE UNIQUE INDEX once ON public.credit_transactions (reference_id) WHERE created_at < '2026-01-01'",
            says: "the unique index public.once leaves purchases out"
        ),
    ]

    /// A sale whose event Stripe still tries to deliver: only a guard lets it be granted.
    private func missedSale() async throws -> OneMissedSale {
        let night = try await OneMissedSale()
        night.stripe.account.update { $0.events["evt_cs_test_A_checkout.session.completed"].pendingWebhooks = 1 }
        return night
    }

    @Test(arguments: leavingOut) func anIndexThatLeavesPurchasesOutIsNoGuard(_ index: Index) async throws {
        let night = try await missedSale()
        try night.database.connect().execute(
            script: "DROP INDEX public.credit_transactions_tieout_guard; \(index.script)"
        )
        let check = try guardCheck(of: night)
        #expect(check.verdict == "warning" && check.reason.contains(index.says), "\(check)")

        let ending = try night.program.run(night.applied + ["--output", "json"])
        #expect(ending.status == 2, "\(ending.output)\(ending.notes)")
        #expect(try night.balance() == 0)
        let summary = try ending.json()
        #expect(summary.number("held") == 1)
        #expect(summary.text("guard.proof") == "none")
        #expect(summary.text("guard.sentence")?.contains(index.says) == true)

        // The one that Tieout makes beside it does.
        #expect(try night.program.run("migrate", "--guard").status == 0)
        #expect(try guardCheck(of: night).verdict == "ok")
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 50)
    }

    struct Function: CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let verdict: String
        let says: String
    }

    private static let give = """
        INSERT INTO public.user_credits (user_id, balance) VALUES (p_user_id, p_amount)
            ON CONFLICT (user_id) DO UPDATE SET balance = public.user_credits.balance + p_amount
            RETURNING * INTO account;
        """
    private static let note = """
        INSERT INTO public.credit_transactions (user_id, type, amount, balance_before, balance_after, reference_id, metadata)
        VALUES (p_user_id, p_type, p_amount, account.balance - p_amount, account.balance, p_reference_id, p_metadata);
        """

    static let functions = [
        Function(
            testDescription: "writes the reference",
            body: give + note,
            verdict: "ok",
            says: "came to nothing at the unique index public.credit_transactions_tieout_guard in a trial"
        ),
        Function(
            testDescription: "looks for itself, and the index stands behind it",
            body: "IF EXISTS (SELECT FROM public.credit_transactions WHERE reference_id = p_reference_id) THEN"
                + " SELECT * INTO account FROM public.user_credits WHERE user_id = p_user_id; RETURN account; END IF;"
                + give + note,
            verdict: "ok",
            says: "came to nothing"
        ),
        Function(
            testDescription: "keeps the reference in the metadata alone",
            body: give + note.replacing("p_reference_id", with: "NULL"),
            verdict: "warning",
            says: "let a second grant of one reference through"
        ),
        Function(
            testDescription: "writes purchases under another word",
            body: give + note.replacing("p_type", with: "'bonus'"),
            verdict: "warning",
            says: "let a second grant of one reference through"
        ),
        Function(
            testDescription: "is refused by something else that is unique",
            body: "IF EXISTS (SELECT FROM public.credit_transactions WHERE user_id = p_user_id) THEN"
                + " RAISE 'twice' USING ERRCODE = 'unique_violation', CONSTRAINT = 'one_a_minute'; END IF;" + give
                + note,
            verdict: "warning",
            says: "was refused by one_a_minute, not by the unique index public.credit_transactions_tieout_guard"
        ),
        Function(
            testDescription: "fails otherwise",
            body: "IF EXISTS (SELECT FROM public.credit_transactions WHERE user_id = p_user_id) THEN"
                + " RAISE 'one purchase a minute'; END IF;" + give + note,
            verdict: "warning",
            says: "failed otherwise than at the unique index public.credit_transactions_tieout_guard: one purchase"
        ),
    ]

    /// The index is sound; what the function writes decides whether it meets it.
    @Test(arguments: functions) func theTrialShowsWhetherTheFunctionMeetsTheIndex(_ function: Function) async throws {
        let night = try await missedSale()
        try night.database.connect().execute(
            script: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE plpgsql SECURITY DEFINER AS $$
                DECLARE account public.user_credits;
                BEGIN \(function.body) RETURN account; END $$
                """
        )
        let check = try guardCheck(of: night)
        #expect(check.verdict == function.verdict && check.reason.contains(function.says), "\(check)")

        // A plan looks at the condition alone and says so; a run that posts tries.
        let planned = try night.program.run(["run", "--since", night.instant(daysAgo: 7), "--output", "json"]).json()
        #expect(planned.text("guard.proof") == "condition")
        let posted = try night.program.run(night.applied + ["--output", "json"]).json()
        #expect(posted.text("guard.proof") == (function.verdict == "ok" ? "trial" : "none"))
        #expect(try night.balance() == (function.verdict == "ok" ? 50 : 0))
    }

    /// A plan writes nothing to the ledger, not even to undo it: the server's own counters stay as they are.
    @Test func aPlanTriesNothing() async throws {
        let night = try await OneMissedSale()
        let before = try night.database.writesToTheLedger()
        #expect(try night.program.run("run", "--since", night.instant(daysAgo: 7)).output.contains("(plan only)"))
        #expect(try night.database.writesToTheLedger() == before)
        #expect(try night.program.run("doctor").status == 0)
        #expect(try night.database.writesToTheLedger() != before, "the counters do count what is rolled back")
    }

    private func guardCheck(of night: OneMissedSale) throws -> (verdict: String, reason: String) {
        let check = try night.program.run("doctor", "--output", "json").json().objects("checks")
            .first { $0.text("name") == "guard" }
        return (check?.text("verdict") ?? "", check?.text("reason") ?? "")
    }
}
