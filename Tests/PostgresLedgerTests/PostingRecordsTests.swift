import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// Log rows and statuses, in batches.
@Suite struct PostingRecordsTests {
    private static let ids = (10...59).map { "pi_\($0)" }

    @Test func oneBadRowDoesNotUndoTheOthers() async throws {
        let bench = try await PostingBench.make()
        try bench.books.sql("ALTER TABLE public.payment_logs ADD CHECK (stripe_payment_intent_id <> 'pi_37')")
        let corrections = try Self.ids.map { try bench.row(.missingPaymentLog, $0, ["status": "succeeded"]) }
        let posted = try await bench.ledger.postRecords(corrections, context: bench.context)

        let good = Self.ids.filter { $0 != "pi_37" }
        #expect(posted.map(\.correction.stripeID).sorted() == Self.ids)
        #expect(posted.filter { $0.outcome.name == "posted" }.map(\.correction.stripeID).sorted() == good)
        #expect(posted.filter { $0.outcome.name == "failed" }.map(\.correction.stripeID) == ["pi_37"])
        #expect(
            try bench.books.lines("SELECT stripe_payment_intent_id AS line FROM public.payment_logs ORDER BY 1") == good
        )
        #expect(try bench.books.lines("SELECT stripe_id AS line FROM tieout.correction ORDER BY 1") == good)
    }

    @Test func aRowThatChangedSinceIsLeftAlone() async throws {
        let bench = try await PostingBench.make()
        for id in Self.ids {
            try bench.books.sql(
                """
                INSERT INTO public.payment_logs (stripe_payment_intent_id, amount, currency, status)
                VALUES ($1, 20.00, 'usd', 'failed')
                """,
                [.text(id)]
            )
        }
        let corrections = try Self.ids.map { id in
            try bench.row(
                .paymentStatusMismatch,
                id,
                ["recorded_status": "failed", "expected_status": "succeeded"]
            )
        }
        // Meanwhile somebody looked into one of them.
        try bench.books.sql(
            "UPDATE public.payment_logs SET status = 'cancelled' WHERE stripe_payment_intent_id = 'pi_20'"
        )
        let posted = try await bench.ledger.postRecords(corrections, context: bench.context)
        #expect(posted.filter { $0.outcome.name == "changed" }.map(\.correction.stripeID) == ["pi_20"])
        #expect(posted.filter { $0.outcome.name == "posted" }.count == 49)
        #expect(
            try bench.books.lines(
                "SELECT status || ' ' || count(*) AS line FROM public.payment_logs GROUP BY status ORDER BY 1"
            ) == ["cancelled 1", "succeeded 49"]
        )
    }

    @Test func recordsThatAppearedMeanwhileAreLeftAlone() async throws {
        let bench = try await PostingBench.make()
        try bench.books.record("cs_test_A")
        try bench.books.sql(
            """
            INSERT INTO public.payment_logs (stripe_payment_intent_id, amount, currency, status)
            VALUES ('pi_A', 20.00, 'usd', 'succeeded')
            """
        )
        let before = try bench.content()
        var purchase = try bench.row(.unrecordedGrant, "cs_test_A", ["package_id": "creative"])
        purchase.userID = Books.anna
        purchase.credits = 50
        let payment = try bench.row(.missingPaymentLog, "pi_A", ["status": "succeeded"])
        let posted = try await bench.ledger.postRecords([purchase, payment], context: bench.context)
        #expect(posted.map(\.outcome.name) == ["changed", "changed"])
        #expect(try bench.content() == before)
    }

    @Test func theSameRowsTwiceAreWrittenOnce() async throws {
        let bench = try await PostingBench.make()
        let corrections = try Self.ids.map { try bench.row(.missingPaymentLog, $0, ["status": "succeeded"]) }
        _ = try await bench.ledger.postRecords(corrections, context: bench.context)
        let after = try bench.content()
        let posted = try await bench.ledger.postRecords(corrections, context: bench.context)
        #expect(Set(posted.map(\.outcome.name)) == ["changed"])
        #expect(try bench.content() == after)
    }
}
