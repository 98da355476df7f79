import PostgresLedger
import StripeSimulator

/// The application whose ledger is reconciled: it opens checkout pages and handles Stripe's webhooks as the reference
/// application does, its mistakes included, over a connection of its own to a real database.
///
/// Not `Sendable`, as its connection is not: use it where that is.
public struct ReferenceApplication {
    let connection: Connection

    /// An application that uses the connection from now on, with the search path that its role has.
    ///
    /// - Throws: `PostgresError` when the connection is lost.
    public init(_ connection: Connection) throws(PostgresError) {
        self.connection = connection
        try connection.query(.applicationSearchPath, [.text(connection.roleSearchPath)])
    }

    /// Creates the ledger as it is found in the field: without any guard against double grants, and with a granting
    /// function that everybody may call and that trusts the caller's search path.
    ///
    /// - Throws: `PostgresError.server` when a part of it is there already; nothing is kept then.
    public func createLedgerAsFound() throws(PostgresError) {
        let script = String(decoding: PackageResources.ledger_as_found_sql, as: UTF8.self)
        try connection.execute(script: script, named: "ledger_as_found")
    }

    /// Puts the four packages on sale, dated at an instant in Unix seconds.
    public func stock(at instant: Int64) throws(PostgresError) {
        for (place, package) in CreditPackage.all.enumerated() {
            try connection.query(
                .packageStock,
                [
                    .text(package.id), .text(package.name), .integer(package.credits), .integer(package.price),
                    .integer(Int64(place)), .integer(instant),
                ]
            )
        }
    }

    /// A buyer signs up.
    public func signUp(_ buyer: Buyer) throws(PostgresError) {
        try connection.query(.userSignUp, [.uuid(buyer.id)])
    }

    /// A buyer's account is deleted, and checkout rows, purchases, movements and balance with it.
    public func deleteBuyer(_ id: String) throws(PostgresError) {
        try connection.query(.userDelete, [.uuid(id)])
    }

    /// Writes down what is promised when a checkout page is opened.
    public func openCheckout(_ promise: CheckoutPromise) throws(PostgresError) {
        let divisor: Int64 = promise.currency == "jpy" ? 1 : 100
        try connection.query(
            .checkoutOpen,
            [
                .uuid(promise.user), .text(promise.session), .text(promise.package), .integer(promise.credits),
                .integer(promise.price), .integer(divisor), .integer(promise.expiresAt), .integer(promise.openedAt),
            ]
        )
    }

    /// A buyer uses up credits.
    ///
    /// - Throws: `PostgresError.server` when the buyer has fewer.
    public func consume(_ consumption: Consumption) throws(PostgresError) {
        try connection.query(.creditsConsume, [.uuid(consumption.user), .integer(consumption.credits)])
        try dateMovement(of: consumption.user, at: consumption.at)
    }

    /// Moves the movement that was just written into the past.
    func dateMovement(of user: String, at instant: Int64) throws(PostgresError) {
        try connection.query(.movementDate, [.uuid(user), .integer(instant)])
    }
}
