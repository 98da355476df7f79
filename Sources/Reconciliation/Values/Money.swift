/// An amount in one currency, in whole minor units; amounts of two currencies do not mix.
public struct Money: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Minor units as Stripe counts them: cents for USD, yen for JPY.
    public let minorUnits: Int64
    /// The currency.
    public let currency: Currency

    /// That many minor units of the currency.
    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The sum of two amounts of one currency.
    ///
    /// Adding two currencies, or past the range of `Int64`, is our own slip and stops the program.
    public static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "\(left.currency) and \(right.currency) do not add")
        return Money(minorUnits: left.minorUnits + right.minorUnits, left.currency)
    }

    /// The difference of two amounts of one currency; see `+`.
    public static func - (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "\(left.currency) and \(right.currency) do not subtract")
        return Money(minorUnits: left.minorUnits - right.minorUnits, left.currency)
    }

    /// The amount in major units with the currency's decimals and no grouping: `-12.50`, `1200` for yen.
    public var majorUnits: String {
        let magnitude = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        let exponent = currency.exponent
        guard exponent > 0 else { return sign + magnitude }
        let padded = String(repeating: "0", count: max(0, exponent + 1 - magnitude.count)) + magnitude
        return "\(sign)\(padded.dropLast(exponent)).\(padded.suffix(exponent))"
    }

    /// The amount that a text says as people write it: `500 USD`, `12.50 EUR`, `1200 JPY`; nil for anything else, more decimals
    /// than the currency has included.
    public init?(majorUnits text: String) {
        guard let match = text.wholeMatch(of: /(\d{1,15})(?:\.(\d{1,3}))? +([A-Za-z]{3})/),
            let currency = Currency(match.3)
        else { return nil }
        let decimals = match.2.map(String.init) ?? ""
        guard decimals.count <= currency.exponent else { return nil }
        let digits = match.1 + decimals + String(repeating: "0", count: currency.exponent - decimals.count)
        guard let minorUnits = Int64(digits) else { return nil }
        self.init(minorUnits: minorUnits, currency)
    }

    /// `12.50 USD`.
    public var description: String { "\(majorUnits) \(currency)" }
}
