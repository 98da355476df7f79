import Reconciliation
import TestSupport
import Testing

@testable import PostgresLedger

/// Functions that do something else than to add the credits: the grant fails, and nothing of it is kept.
@Suite struct PostingEffectTests {
    struct Misbehaviour: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        /// A part of the sentence that says what is wrong.
        let complaint: String

        init(_ name: String, _ complaint: String, _ body: String) {
            (testDescription, self.complaint, self.body) = (name, complaint, body)
        }
    }

    private static let movement = """
        INSERT INTO public.credit_transactions (user_id, type, amount, balance_before, balance_after, reference_id)
            VALUES (p_user_id, p_type, p_amount, 7, 57, p_reference_id);
        """

    static let misbehaviours = [
        Misbehaviour(
            "adds double",
            "from 7 to 107",
            "UPDATE public.user_credits SET balance = balance + 2 * p_amount WHERE user_id = p_user_id; \(movement)"
        ),
        Misbehaviour(
            "sets the balance",
            "from 7 to 50",
            "UPDATE public.user_credits SET balance = p_amount WHERE user_id = p_user_id; \(movement)"
        ),
        Misbehaviour(
            "clamps",
            "from 7 to 40",
            "UPDATE public.user_credits SET balance = least(balance + p_amount, 40) WHERE user_id = p_user_id; \(movement)"
        ),
        Misbehaviour(
            "deducts",
            "from 7 to 0",
            "UPDATE public.user_credits SET balance = greatest(balance - p_amount, 0) WHERE user_id = p_user_id; \(movement)"
        ),
        Misbehaviour("writes a movement without a balance", "from 7 to 7", movement),
        Misbehaviour("does nothing", "from 7 to 7", "NULL;"),
        Misbehaviour(
            "writes a balance without a movement",
            "0 movements",
            "UPDATE public.user_credits SET balance = balance + p_amount WHERE user_id = p_user_id;"
        ),
        Misbehaviour("writes two movements", "2 movements", "\(PostingBench.soundGrant) \(movement)"),
        Misbehaviour(
            "credits somebody else",
            "from 7 to 7",
            "p_user_id := '\(Books.boris)'; \(PostingBench.soundGrant)"
        ),
        Misbehaviour(
            "writes the movement of somebody else",
            "another buyer",
            """
            UPDATE public.user_credits SET balance = balance + p_amount WHERE user_id = p_user_id;
            p_user_id := '\(Books.boris)'; \(movement)
            """
        ),
        Misbehaviour(
            "writes another number into the movement",
            "says 5 instead of 50",
            """
            UPDATE public.user_credits SET balance = balance + p_amount WHERE user_id = p_user_id;
            p_amount := 5; \(movement)
            """
        ),
        Misbehaviour(
            "deletes the balance",
            "no balance",
            "\(movement) DELETE FROM public.user_credits WHERE user_id = p_user_id;"
        ),
        Misbehaviour("raises", "sold out", "RAISE EXCEPTION 'sold out';"),
        Misbehaviour(
            "raises after it granted",
            "too late",
            "\(PostingBench.soundGrant) RAISE EXCEPTION 'too late';"
        ),
        Misbehaviour("is cancelled", "57014", "PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(10);"),
    ]

    @Test(arguments: misbehaviours)
    func aFunctionThatMisbehavesGrantsNothing(_ misbehaviour: Misbehaviour) async throws {
        let bench = try await PostingBench.make()
        try bench.books.give(7, for: nil, type: "bonus")
        let before = try bench.content()
        try bench.replaceFunction(misbehaviour.body)

        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        guard case .failed(let sentence) = posted.outcome else {
            Issue.record("\(posted.outcome)")
            return
        }
        #expect(sentence.contains(misbehaviour.complaint))
        #expect(try bench.content() == before)
    }

    /// The same bench with a function that behaves: the checks do not refuse everything.
    @Test func aSoundFunctionGrants() async throws {
        let bench = try await PostingBench.make()
        try bench.books.give(7, for: nil, type: "bonus")
        try bench.replaceFunction(PostingBench.soundGrant)
        let posted = try await bench.ledger.postGrant(bench.grant(), context: bench.context)
        #expect(posted.outcome == .posted(balanceBefore: 7, balanceAfter: 57))
        #expect(try bench.journal() == ["\(Books.anna) 50 cs_test_A", "\(Books.anna) 7"])
    }

    /// The limit itself, shortened: the server cancels the statement.
    @Test func aFunctionThatSleepsIsCancelledByTheLimit() async throws {
        let bench = try await PostingBench.make()
        let before = try bench.content()
        try bench.replaceFunction("\(PostingBench.soundGrant) PERFORM pg_sleep(30);")
        let correction = try bench.grant()
        let connection = try bench.books.database.connect()
        var posting = GrantPosting(
            connection: connection,
            ledger: try LedgerReading(connection, .reference),
            correction: correction,
            context: bench.context
        )
        posting.limits.statementMilliseconds = 50
        let error = try #require(throws: PostgresError.self) { try posting.post() }
        #expect(error.sqlState == .queryCanceled)
        #expect(!error.isTransient, "it would take as long again")
        #expect(try bench.content() == before)
    }

    /// A buyer who was deleted between plan and posting.
    @Test func aBuyerWhoIsGoneGetsNothing() async throws {
        let bench = try await PostingBench.make()
        let before = try bench.content()
        let posted = try await bench.ledger.postGrant(
            bench.grant(to: "c0000000-0000-4000-8000-00000000000c"),
            context: bench.context
        )
        #expect(posted.outcome.name == "failed")
        #expect(try bench.content() == before)
    }
}
