import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator

/// What the webhook handler did about a sale.
enum Handling {
    /// It never came.
    case lost
    /// It tried to credit, failed, and wrote that down.
    case failed
    /// It credited and crashed before it wrote the purchase row.
    case crashed
    /// All of it.
    case done
}

/// A shop in the two days before the test: it sells at Stripe and writes its ledger.
struct Shop {
    /// What Stripe will say.
    var account = StripeAccount()
    /// The purchases by session, as the handler reads them from the events.
    private(set) var purchases: [String: Purchase] = [:]
    private let application: ReferenceApplication
    private let connection: Connection
    private let openedAt = Int64(Date().timeIntervalSince1970) - 2 * 86_400
    private var buyers: Set<String> = []

    init(_ connection: Connection) throws {
        self.connection = connection
        application = try ReferenceApplication(connection)
        try application.stock(at: openedAt - 86_400)
    }

    /// The buyer of that number.
    static func buyer(_ number: Int) -> String {
        "b0e1f7a0-0000-4000-8000-\(String(1_000_000_000_000 + number).dropFirst())"
    }

    /// Sells 50 credits for $20.00; each sale is a minute after the one before.
    mutating func sell(_ name: String, to number: Int, _ handling: Handling) throws {
        let buyer = Self.buyer(number)
        let at = openedAt + 60 * Int64(purchases.count)
        if buyers.insert(buyer).inserted {
            try application.signUp(
                Buyer(id: buyer, email: "b\(number)@example.com", customer: "cus_\(number)", signedUpAt: openedAt)
            )
        }
        let sale = account.addSale(
            name,
            of: 2_000,
            at: at,
            delay: 30,
            customer: "cus_\(number)",
            metadata: [
                "type": "credit_purchase", "user_id": .string(buyer), "package_id": "creative", "credits": "50",
            ]
        )
        try application.openCheckout(
            CheckoutPromise(
                user: buyer,
                session: sale.session,
                package: "creative",
                credits: 50,
                price: 2_000,
                openedAt: at
            )
        )
        guard let purchase = Purchase(account.checkoutSessions[sale.session]) else { return }
        purchases[sale.session] = purchase
        try connection.transaction { () throws(PostgresError) in
            switch handling {
            case .lost: break
            case .failed: try application.recordPurchase(purchase, error: "deadlock detected", at: at + 31)
            case .crashed: try application.credit(purchase, at: at + 31)
            case .done:
                try application.credit(purchase, at: at + 31)
                try application.recordPurchase(purchase, at: at + 31)
            }
        }
    }
}
