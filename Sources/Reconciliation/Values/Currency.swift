/// A currency as Stripe names it: three lower-case letters.
public struct Currency: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Stripe's code, such as `usd`.
    public let code: String
    /// Known once, because every amount that is shown asks for it.
    private let decimals: Int8

    /// The currency of that code, in any case; nil unless it is three ASCII letters.
    public init?(_ code: some StringProtocol) {
        let lowered = code.lowercased()
        guard lowered.utf8.count == 3, lowered.utf8.allSatisfy({ (97...122).contains($0) }) else { return nil }
        self.init(code: lowered)
    }

    private init(code: String) {
        self.code = code
        decimals = Self.withoutDecimals.contains(code) ? 0 : Self.withThreeDecimals.contains(code) ? 3 : 2
    }

    /// United States dollar.
    public static let usd = Currency(code: "usd")
    /// Euro.
    public static let eur = Currency(code: "eur")
    /// Japanese yen, which has no minor unit.
    public static let jpy = Currency(code: "jpy")

    /// How many decimals Stripe's minor unit has below the major one.
    ///
    /// Source: Stripe's currency page, not ISO 4217: ISK and UGX are sent with two decimals that are always 00.
    public var exponent: Int { Int(decimals) }

    /// The ISO code in capitals, for people.
    public var description: String { code.uppercased() }

    /// By code.
    public static func < (left: Currency, right: Currency) -> Bool { left.code < right.code }

    /// Decodes a code.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when the text is no currency code.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let currency = Currency(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no currency code")
        }
        self = currency
    }

    /// Encodes as its lower-case code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    /// Stripe's zero-decimal list without UGX, which Stripe sends with two decimals.
    public static let withoutDecimals: Set<String> = [
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    ]

    /// The three-decimal currencies that Stripe offers.
    public static let withThreeDecimals: Set<String> = ["bhd", "jod", "kwd", "omr", "tnd"]
}
