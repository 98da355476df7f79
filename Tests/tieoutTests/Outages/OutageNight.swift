import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport

/// Two days of a shop that sells every twenty minutes, at Stripe and in the ledger, and what went wrong in them.
///
/// The sales are numbered; every third is in euro. Sale 60 is the first that an outage hits, sale 71 the last.
struct OutageNight {
    /// What goes wrong with the sales that are hit.
    enum Trouble {
        case nothing
        /// Nobody answers Stripe.
        case endpointDown
        /// All is answered with 200 and nothing is done.
        case handlerFailing
        /// The grant is refused, a purchase row says so, and the answer is 200.
        case constraint
        /// Payments are logged, and sessions are not heard of.
        case oneEventType
        /// Nobody answers, and a retry brings each sale hours later.
        case grantedLate
    }

    static let hit = 60...71
    static let message = #"new row for relation "user_credits" violates check constraint "balance_below_limit""#
    private static let count = 120

    let database: TestDatabase
    let stripe: Server
    var program: Program
    /// Unix seconds of the test's start.
    let now = Int64(Date().timeIntervalSince1970)

    /// The shop with its trouble.
    ///
    /// - Parameters:
    ///   - hit: the sales that it hits.
    ///   - change: what else is true of the account.
    init(
        _ trouble: Trouble,
        hit: Set<Int> = Set(Self.hit),
        keys: [AccessKey]? = nil,
        hoursEarlier: Int64 = 0,
        _ change: (inout StripeAccount) -> Void = { _ in }
    ) async throws {
        database = try await TestDatabase.make()
        try await database.makeGuard()
        let connection = try database.connect()
        let application = try ReferenceApplication(connection)
        var account = StripeAccount()
        let start = now
        try connection.transaction { () throws(PostgresError) in
            for number in 0..<6 { try application.signUp(Self.buyer(number, at: start - 40 * 86_400)) }
            for number in 0..<Self.count {
                let at = Self.time(of: number, before: start) - hoursEarlier * 3_600
                let sale = Sold(number, at: at, in: &account)
                try application.openCheckout(sale.promise)
                try Self.tell(application, of: sale, hit.contains(number) ? trouble : .nothing)
                guard hit.contains(number), trouble == .endpointDown else { continue }
                for event in sale.sale.events { account.events[event].pendingWebhooks = 1 }
            }
        }
        account.eventsKeptSince = now - 30 * 86_400
        account.webhookEndpoints.append(WebhookEndpoint("we_A", for: ["*"]))
        change(&account)
        stripe = try Server(account, keys: keys)
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout",
                "DATABASE_URL": database.url,
            ],
            folder: try WorkFolder()
        )
    }

    /// When a sale is paid.
    func paidAt(_ number: Int) -> Int64 { Self.time(of: number, before: now) + 60 }

    /// The same as reports write it.
    func instant(_ number: Int) -> String { OneMissedSale.rfc3339(paidAt(number)) }

    private static func time(of number: Int, before now: Int64) -> Int64 {
        now - 3_600 - Int64(count - number) * 1_200
    }

    private static func tell(_ application: ReferenceApplication, of sold: Sold, _ trouble: Trouble)
        throws(PostgresError)
    {
        let at = sold.paidAt + (trouble == .grantedLate ? 4 * 3_600 : 5)
        if trouble == .nothing || trouble == .grantedLate {
            try application.credit(sold.purchase, at: at)
            try application.recordPurchase(sold.purchase, at: at)
        }
        if trouble == .constraint { try application.recordPurchase(sold.purchase, error: message, at: at) }
        guard trouble != .endpointDown, trouble != .handlerFailing else { return }
        try application.handle(WebhookDelivery(event: sold.paymentEvent, at: at))
    }

    private static func buyer(_ number: Int, at instant: Int64) -> Buyer {
        Buyer(id: id(number), email: "b\(number)@example.com", customer: "cus_\(number)", signedUpAt: instant)
    }

    fileprivate static func id(_ number: Int) -> String { "b0e1f7a0-0000-4000-8000-00000000000\(number)" }
}

/// One sale, at Stripe and as the application promised it.
private struct Sold {
    let sale: Sale
    let promise: CheckoutPromise
    let purchase: Purchase
    let paymentEvent: Event
    let paidAt: Int64

    init(_ number: Int, at instant: Int64, in account: inout StripeAccount) {
        let (user, currency) = (OutageNight.id(number % 6), number % 3 == 0 ? "eur" : "usd")
        sale = account.addSale(
            "S\(number)",
            of: 2_000,
            currency,
            at: instant,
            metadata: ["type": "credit_purchase", "user_id": .string(user), "package_id": "creative", "credits": "50"]
        )
        promise = CheckoutPromise(
            user: user,
            session: sale.session,
            package: "creative",
            credits: 50,
            price: 2_000,
            currency: currency,
            openedAt: instant
        )
        guard let purchase = Purchase(account.checkoutSessions[sale.session]) else {
            preconditionFailure("the session is a credit purchase")
        }
        self.purchase = purchase
        paymentEvent = account.events[sale.events[1]]
        paidAt = instant + 60
    }
}
