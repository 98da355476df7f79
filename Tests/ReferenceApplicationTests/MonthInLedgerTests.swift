import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// A month that was lived through leaves the ledger that its truth tells of.
@Suite struct MonthInLedgerTests {
    static let ending: Int64 = 1_795_478_400

    let database: TestDatabase
    let connection: Connection

    init() throws {
        database = try TestDatabase.empty()
        connection = try database.connect()
    }

    @Test(arguments: [UInt64(1), 2])
    func theLedgerHoldsWhatTheTruthSays(_ seed: UInt64) throws {
        let month = SalesMonth(seed: seed, ending: Self.ending, sessions: 800)
        let application = try ReferenceApplication(connection)
        try application.createLedgerAsFound()
        try application.live(through: month)

        let seen = try sessions()
        let truth = month.truth
        for (session, fate) in truth.fates {
            let expected: Trace =
                switch fate {
                case .granted: Trace(movements: 1, completed: 1)
                case .unrecordedGrant: Trace(movements: 1)
                case .duplicateGrant: Trace(movements: 2, completed: 2)
                case .failedFulfilment: Trace(failed: 1)
                case .held: seen[session]?.failed == 1 ? Trace(failed: 1) : Trace()
                default: Trace()
                }
            #expect(seen[session] ?? Trace() == expected, "seed \(seed): \(session) is \(fate)")
        }
        #expect(Set(seen.keys).subtracting(truth.fates.keys) == [])
    }

    @Test func balancesAreTheSumsOfTheirMovementsAndAllIsDatedInTheMonth() throws {
        let month = SalesMonth(seed: 3, ending: Self.ending, sessions: 800)
        let application = try ReferenceApplication(connection)
        try application.createLedgerAsFound()
        try application.live(through: month)
        let drift = try connection.query(
            """
            SELECT c.user_id FROM public.user_credits c
            LEFT JOIN public.credit_transactions t ON t.user_id = c.user_id
            GROUP BY c.user_id, c.balance HAVING c.balance <> coalesce(sum(t.amount), 0)
            """
        )
        #expect(drift.isEmpty)
        let outside = try connection.query(
            """
            SELECT id FROM public.credit_transactions
            WHERE created_at < to_timestamp($1::bigint) OR created_at >= to_timestamp($2::bigint)
            """,
            [.integer(Self.ending - 30 * 86_400), .integer(Self.ending)]
        )
        #expect(outside.isEmpty)
        #expect(try count("SELECT count(*) AS n FROM public.credit_transactions WHERE type = 'consume'") > 50)
        let deleted = try count(
            """
            SELECT count(*) AS n FROM public.checkout_sessions s LEFT JOIN auth.users u ON u.id = s.user_id
            WHERE u.id IS NULL
            """
        )
        #expect(deleted == 0)
        #expect(try count("SELECT count(*) AS n FROM public.checkout_sessions") == kept(month.promises, month))
    }

    @Test func logsKeepTheirFirstEventAndAreMissingForTheOutage() throws {
        let month = SalesMonth(seed: 4, ending: Self.ending, sessions: 800)
        let application = try ReferenceApplication(connection)
        try application.createLedgerAsFound()
        try application.live(through: month)
        var payments: [String: String] = [:]
        var invoices: [String: String] = [:]
        for delivery in month.deliveries where delivery.isAnswered {
            switch (delivery.event.type, delivery.event.object) {
            case ("payment_intent.succeeded", let object): payments[object.id] = payments[object.id] ?? "succeeded"
            case ("payment_intent.payment_failed", let object): payments[object.id] = payments[object.id] ?? "failed"
            case ("invoice.payment_succeeded", let object): invoices[object.id] = invoices[object.id] ?? "paid"
            case ("invoice.payment_failed", let object): invoices[object.id] = invoices[object.id] ?? "payment_failed"
            default: continue
            }
        }
        #expect(try table("SELECT stripe_payment_intent_id AS id, status FROM public.payment_logs") == payments)
        #expect(try table("SELECT stripe_invoice_id AS id, status FROM public.invoice_logs") == invoices)
        let stale = payments.filter {
            $0.value == "failed" && month.account.paymentIntents[$0.key].status == "succeeded"
        }
        #expect(!stale.isEmpty)
    }

    private struct Trace: Equatable {
        var movements = 0
        var completed = 0
        var failed = 0
    }

    /// What the ledger holds of each session that it credited or logged.
    private func sessions() throws -> [String: Trace] {
        var traces: [String: Trace] = [:]
        let movements: Statement = "SELECT reference_id AS id FROM public.credit_transactions WHERE type = 'purchase'"
        for row in try connection.query(movements) {
            traces[try row.text("id"), default: Trace()].movements += 1
        }
        for row in try connection.query("SELECT stripe_session_id AS id, status FROM public.user_credit_purchases") {
            if try row.text("status") == "completed" {
                traces[try row.text("id"), default: Trace()].completed += 1
            } else {
                traces[try row.text("id"), default: Trace()].failed += 1
            }
        }
        return traces
    }

    private func table(_ statement: Statement) throws -> [String: String] {
        var table: [String: String] = [:]
        for row in try connection.query(statement) { table[try row.text("id")] = try row.text("status") }
        return table
    }

    private func count(_ statement: Statement) throws -> Int {
        Int(try connection.query(statement)[0].integer("n"))
    }

    /// Promises to buyers who are still there.
    private func kept(_ promises: [CheckoutPromise], _ month: SalesMonth) -> Int {
        let gone = Set(month.history.compactMap { if case .deleteBuyer(let id, _) = $0 { id } else { nil } })
        return promises.filter { !gone.contains($0.user) }.count
    }
}
