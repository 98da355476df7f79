import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// The handler, step by step, with its mistakes.
@Suite struct HandlerTests {
    static let user = "b0e1f7a0-0000-4000-8000-000000000001"
    static let metadata: JSON = [
        "type": "credit_purchase", "user_id": .string(user), "package_id": "creative", "credits": "50",
    ]

    let database: TestDatabase
    let connection: Connection
    let application: ReferenceApplication

    init() throws {
        database = try TestDatabase.empty()
        connection = try database.connect()
        application = try ReferenceApplication(connection)
        try application.createLedgerAsFound()
        try application.signUp(Buyer(id: Self.user, email: "b@example.com", customer: "cus_B", signedUpAt: 0))
    }

    @Test func aPaidPageIsCreditedAndThenRecorded() throws {
        let purchase = try #require(Purchase(session(Self.metadata)))
        try application.credit(purchase)
        #expect(try ledger() == ["purchase 50 cs_test_A"])
        try application.recordPurchase(purchase)
        #expect(try ledger() == ["completed 50 20.00 cs_test_A", "purchase 50 cs_test_A"])
    }

    @Test func theSameSessionIsCreditedAgainWithoutAQuestion() throws {
        let purchase = try #require(Purchase(session(Self.metadata)))
        try application.credit(purchase)
        try application.credit(purchase)
        #expect(try ledger() == ["purchase 50 cs_test_A", "purchase 50 cs_test_A"])
    }

    @Test func camelCaseIsReadToo() throws {
        let metadata: JSON = [
            "type": "credit_purchase", "userId": .string(Self.user), "packageId": "pro", "credits": "100",
        ]
        try deliver(metadata)
        #expect(try ledger() == ["completed 100 20.00 cs_test_A", "purchase 100 cs_test_A"])
    }

    struct Ignored: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var metadata: JSON = HandlerTests.metadata
        var change: @Sendable (inout CheckoutSession) -> Void = { _ in }
    }

    @Test(arguments: [
        Ignored(testDescription: "no metadata", metadata: [:]),
        Ignored(
            testDescription: "no user",
            metadata: ["type": "credit_purchase", "package_id": "pro", "credits": "1"]
        ),
        Ignored(testDescription: "another type", metadata: ["type": "print_order", "user_id": .string(user)]),
        Ignored(
            testDescription: "a number for credits",
            metadata: ["type": "credit_purchase", "user_id": .string(user), "package_id": "pro", "credits": 100]
        ),
        Ignored(testDescription: "unpaid") { $0.paymentStatus = "unpaid" },
        Ignored(testDescription: "free") { $0.paymentStatus = "no_payment_required" },
        Ignored(testDescription: "a subscription") { $0.mode = "subscription" },
    ])
    func whatIsNoPaidCreditPurchaseIsIgnored(_ ignored: Ignored) throws {
        var session = session(ignored.metadata)
        ignored.change(&session)
        #expect(Purchase(session) == nil)
    }

    @Test(arguments: [
        ("abc", []), ("99999999999", ["nothing"]), ("50", ["failed 50 20.00 cs_test_A"]),
    ])
    func whatCannotBeCreditedIsRecordedAsFailedWhereThatIsPossible(_ credits: String, _ expected: [String]) throws {
        var metadata = Self.metadata
        metadata["credits"] = .string(credits)
        try deliver(metadata, flaw: credits == "50" ? .functionError : nil)
        #expect(try ledger() == expected.filter { $0 != "nothing" })
    }

    @Test func aCrashLeavesACreditWithoutARow() throws {
        try deliver(Self.metadata, flaw: .crashBetweenCreditAndPurchase)
        #expect(try ledger() == ["purchase 50 cs_test_A"])
    }

    @Test func nobodyHandlesWhatIsNotAnswered() throws {
        try deliver(Self.metadata, flaw: .endpointDown)
        #expect(try ledger() == [])
    }

    @Test(arguments: ["'; drop table public.user_credits; --", "\"}", "\u{0}"])
    func hostileMetadataDoNoHarm(_ package: String) throws {
        var metadata = Self.metadata
        metadata["package_id"] = .string(package)
        try deliver(metadata)
        let written = try connection.query("SELECT package_id FROM public.user_credit_purchases").map {
            try $0.text("package_id")
        }
        #expect(written == (package == "\u{0}" ? [] : [package]))
    }

    private func session(_ metadata: JSON) -> CheckoutSession {
        CheckoutSession.paid("cs_test_A", amount: 2000, at: 1_795_000_000, metadata: metadata, paymentIntent: "pi_A")
    }

    private func deliver(_ metadata: JSON, flaw: HandlerFlaw? = nil) throws {
        let event = Event(
            "evt_A",
            "checkout.session.completed",
            at: 1_795_000_060,
            about: .checkoutSession(session(metadata))
        )
        let delivery = WebhookDelivery(event: event, at: 1_795_000_061, attempt: 1, flaw: flaw)
        try connection.transaction { () throws(PostgresError) in try application.handle(delivery) }
    }

    /// Purchase rows and movements as text, in order.
    private func ledger() throws -> [String] {
        try connection.query(
            """
            SELECT concat_ws(' ', status, credits_purchased, amount_paid_usd, stripe_session_id) AS line
            FROM public.user_credit_purchases
            UNION ALL
            SELECT concat_ws(' ', type, amount, reference_id) FROM public.credit_transactions
            ORDER BY 1
            """
        ).map { try $0.text("line") }
    }
}
