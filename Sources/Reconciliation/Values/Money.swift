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

    /// `12.50 USD`.
    public var description: String { "\(majorUnits) \(currency)" }
}
