import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport

/// The smallest night with something to do: one buyer paid $20.00 for 50 credits two days ago, and got none.
///
/// Whatever keeps the program from its work must leave the ledger as it is, although a grant is due.
struct OneMissedSale {
    static let buyer = "b0e1f7a0-0000-4000-8000-000000000001"
    static let session = "cs_test_A"

    let database: TestDatabase
    let stripe: Server
    var program: Program
    /// Unix seconds of the test's start.
    let now = Int64(Date().timeIntervalSince1970)

    /// The night over a Stripe with those keys and faults; a refund in part leaves the sale to a person.
    init(
        keys: [AccessKey]? = nil,
        fault: (@Sendable (RequestDescription) -> Fault?)? = nil,
        paidHoursAgo hours: Int64 = 48,
        refunded: Int64 = 0
    ) async throws {
        database = try await TestDatabase.make()
        // So that nothing but the sale itself decides whether it is granted.
        try await database.makeGuard()
        let paidAt = now - hours * 3_600
        let buyer = Buyer(id: Self.buyer, email: "b@example.com", customer: "cus_B", signedUpAt: paidAt - 86_400)
        let promise = CheckoutPromise(
            user: buyer.id,
            session: Self.session,
            package: "creative",
            credits: 50,
            price: 2000,
            openedAt: paidAt
        )
        try Self.write(buyer, promise, to: database)
        var account = StripeAccount()
        account.addSale(
            "A",
            of: 2000,
            at: paidAt,
            customer: buyer.customer,
            metadata: [
                "type": "credit_purchase", "user_id": .string(buyer.id), "package_id": "creative", "credits": "50",
            ]
        )
        if refunded > 0 { account.refund("ch_A", amount: refunded, at: paidAt + 3_600) }
        stripe = try Server(account, keys: keys, fault: fault)
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout",
                "DATABASE_URL": database.url,
            ],
            folder: try WorkFolder()
        )
    }

    /// The arguments of a run over the whole story that posts.
    var applied: [String] { ["run", "--apply", "--since", instant(daysAgo: 7)] }

    /// An instant some days before the test.
    func instant(daysAgo days: Int64) -> String { Self.rfc3339(now - days * 86_400) }

    /// An instant of Unix seconds as the command line takes it.
    static func rfc3339(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }

    /// How many credits the buyer has.
    func balance() throws -> Int64 {
        let rows = try database.connect().query("SELECT coalesce(sum(balance), 0) AS n FROM public.user_credits")
        return try rows[0].integer("n")
    }

    private static func write(_ buyer: Buyer, _ promise: CheckoutPromise, to database: TestDatabase) throws {
        let application = try ReferenceApplication(database.connect())
        try application.signUp(buyer)
        try application.openCheckout(promise)
    }
}
