import PostgresLedger
import ReferenceApplication
import StripeSimulator

/// What else the buyer of the one missed sale bought.
extension OneMissedSale {
    /// Sells 50 credits for $20.00, or something else, some days before the test; the ledger has the checkout row alone.
    @discardableResult
    func sell(_ name: String, daysAgo days: Int64, for price: Int64 = 2_000, customer: String? = nil) throws -> Sale {
        let openedAt = now - days * 86_400
        let sale = stripe.account.update { account in
            account.addSale(
                name,
                of: price,
                at: openedAt,
                customer: customer,
                metadata: [
                    "type": "credit_purchase", "user_id": .string(Self.buyer), "package_id": "creative",
                    "credits": "50",
                ]
            )
        }
        try ReferenceApplication(database.connect()).openCheckout(
            CheckoutPromise(
                user: Self.buyer,
                session: sale.session,
                package: "creative",
                credits: 50,
                price: price,
                openedAt: openedAt
            )
        )
        return sale
    }

    /// The sessions that Tieout has granted, in order.
    func granted() throws -> [String] {
        try database.connect().query(
            "SELECT stripe_id FROM tieout.correction WHERE action = 'grant' ORDER BY stripe_id"
        ).map { try $0.text("stripe_id") }
    }

    /// How many watermarks there are.
    func watermarks() throws -> [String] {
        try database.connect().query(
            "SELECT name || ' ' || cut_off AS line FROM tieout.watermark ORDER BY name"
        ).map { try $0.text("line") }
    }
}
