import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport

/// A shop that sells every half hour, and whose webhook endpoint was down for four hours: Stripe still has those events.
struct UndeliveredNight {
    static let secret = "whsec_" + "0123456789abcdef0123456789abcdef"

    let database: TestDatabase
    let account: LiveAccount
    let stripe: Server
    var program: Program
    /// The sessions that were sold, with the buyer of each.
    let sales: [String: String]
    /// The events of the outage, oldest first.
    let lost: [String]
    /// Those that came after it and were answered with 200, and nothing was done.
    let swallowed: [String]

    /// - Parameters:
    ///   - hours: how long ago the endpoint went down.
    ///   - lostCount: how many were sold meanwhile.
    ///   - swallowedCount: how many after it the handler took and did nothing about.
    ///   - around: how many were sold before all that, and after it.
    ///   - fault: what goes wrong at Stripe.
    init(
        hoursAgo hours: Int64 = 10,
        lost lostCount: Int = 8,
        swallowed swallowedCount: Int = 0,
        around: Int = 4,
        withGuard: Bool = true,
        fault: (@Sendable (RequestDescription) -> Fault?)? = nil
    ) async throws {
        database = try await TestDatabase.make()
        if withGuard { try await database.makeGuard() }
        let began = Int64(Date().timeIntervalSince1970) - hours * 3_600
        let connection = try database.connect()
        let application = try ReferenceApplication(connection)
        var account = StripeAccount()
        var (sales, lost, swallowed): ([String: String], [String], [String]) = ([:], [], [])
        for number in 0..<(lostCount + swallowedCount + 2 * around) {
            let at = began + Int64(number - around) * 1_800
            let isLost = (around..<around + lostCount).contains(number)
            let isSwallowed = (around + lostCount..<around + lostCount + swallowedCount).contains(number)
            let buyer = Buyer(
                id: "b0e1f7a0-0000-4000-8000-000000000\(100 + number)",
                email: "b\(number)@example.com",
                customer: "cus_\(number)",
                signedUpAt: at - 86_400
            )
            try application.signUp(buyer)
            let sale = account.addSale(
                "\(number)",
                of: 2_000,
                at: at,
                customer: buyer.customer,
                metadata: [
                    "type": "credit_purchase", "user_id": .string(buyer.id), "package_id": "creative", "credits": "50",
                ]
            )
            try application.openCheckout(
                CheckoutPromise(
                    user: buyer.id,
                    session: sale.session,
                    package: "creative",
                    credits: 50,
                    price: 2_000,
                    openedAt: at
                )
            )
            account.events.remove(sale.events[2])
            let event = account.record(
                "checkout.session.completed",
                about: .checkoutSession(account.checkoutSessions[sale.session]),
                at: at + 60,
                id: "evt_1Sale\(10 + number)",
                pendingWebhooks: isLost ? 1 : 0
            )
            sales[sale.session] = buyer.id
            if isLost {
                lost.append(event.id)
            } else if isSwallowed {
                swallowed.append(event.id)
            } else {
                try connection.transaction { () throws(PostgresError) in
                    try application.handle(WebhookDelivery(event: event, at: at + 61))
                }
            }
        }
        (self.sales, self.lost, self.swallowed) = (sales, lost, swallowed)
        self.account = LiveAccount(account)
        var options = Server.Options()
        options.fault = fault
        stripe = try Server(self.account, options: options)
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout",
                "DATABASE_URL": database.url, "STRIPE_WEBHOOK_SECRET": Self.secret,
            ],
            folder: try WorkFolder()
        )
    }

    /// The application's endpoint.
    func endpoint(_ manner: ApplicationEndpoint.Manner = .handles) throws -> ApplicationEndpoint {
        try ApplicationEndpoint(account, database, manner)
    }

    /// Stripe delivers an event itself, or a person resends it; what the handler makes of it is its own.
    func deliver(_ event: String) throws {
        let connection = try database.connect()
        let application = try ReferenceApplication(connection)
        let delivery = WebhookDelivery(
            event: account.account.events[event],
            at: Int64(Date().timeIntervalSince1970)
        )
        try connection.transaction { () throws(PostgresError) in try application.handle(delivery) }
    }

    /// How often each session was granted.
    func grants() throws -> [String: Int64] {
        let rows = try database.connect().query(
            "SELECT reference_id, count(*) AS n FROM public.credit_transactions WHERE type = 'purchase' GROUP BY 1"
        )
        var grants: [String: Int64] = [:]
        for row in rows { grants[try row.text("reference_id")] = try row.integer("n") }
        return grants
    }

    /// Each session once.
    var everyoneOnce: [String: Int64] { sales.mapValues { _ in 1 } }

    /// What was written down of each try, in the order in which they were sent.
    func tries() throws -> [String] {
        let rows = try database.connect().query(
            """
            SELECT concat_ws(' ', event_id, try, coalesce(outcome, 'unknown'), status) AS told
            FROM tieout.replay ORDER BY sent_at
            """
        )
        return try rows.map { try $0.text("told") }
    }

    /// Has an earlier run see them paid: of an old outage 72 hours have passed since then, and since the events.
    func seePaid() throws {
        try database.connect().query(
            "INSERT INTO tieout.first_paid SELECT unnest($1), now() - interval '90 hours'",
            [.texts(Array(sales.keys))]
        )
    }

    /// The arguments of a run over the whole story that posts.
    var applied: [String] {
        ["run", "--apply", "--since", OneMissedSale.rfc3339(Int64(Date().timeIntervalSince1970) - 20 * 86_400)]
    }
}
