/// What the application sells: so many credits for a price.
public struct CreditPackage: Sendable, Equatable {
    /// `starter`, `creative`, `pro` or `studio`.
    public let id: String
    /// For people.
    public let name: String
    /// Units of the product.
    public let credits: Int64
    /// Price in whole units of the currency: 5 is $5.00, 5.00 € or, times 150, 750 yen.
    public let price: Int64

    /// The reference application's four packages.
    public static let all = [
        CreditPackage(id: "starter", name: "Starter", credits: 10, price: 5),
        CreditPackage(id: "creative", name: "Creative", credits: 50, price: 20),
        CreditPackage(id: "pro", name: "Pro", credits: 100, price: 35),
        CreditPackage(id: "studio", name: "Studio", credits: 500, price: 150),
    ]

    /// The price in minor units of a currency that the application sells in.
    func price(in currency: String) -> Int64 {
        currency == "jpy" ? price * 150 : price * 100
    }
}
