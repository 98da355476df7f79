import Reconciliation

/// A package that is for sale at one of Stripe's prices.
public struct PricedPackage: Hashable, Sendable {
    /// The application's id of it.
    public let id: String
    /// Stripe's id of the price: `price_…`.
    public let priceID: String
    /// What it costs by the ledger, which keeps prices in US dollars; nil where no price is kept, or none in whole cents.
    public let price: Money?
    /// The ledger's price as it is kept, in US dollars; nil where none is.
    public let keptPrice: String?
}

extension PostgresLedger {
    /// Active packages that name a price of Stripe's, in the order of their ids. Tieout's views have to be there.
    ///
    /// - Throws: ``PostgresError``.
    public func pricedPackages(first limit: Int64) throws(PostgresError) -> [PricedPackage] {
        var packages: [PricedPackage] = []
        for row in try connection.query(.doctorPrices, [.integer(limit)]) {
            packages.append(
                PricedPackage(
                    id: try row.text("package_id"),
                    priceID: try row.text("stripe_price_id"),
                    price: try row.optionalText("cents").flatMap { Int64($0) }.map { Money(minorUnits: $0, .usd) },
                    keptPrice: try row.optionalText("price")
                )
            )
        }
        return packages
    }
}

extension Statement {
    fileprivate static let doctorPrices = Statement("doctor_prices", embedded: PackageResources.doctor_prices_sql)
}
