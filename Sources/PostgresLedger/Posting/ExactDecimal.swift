/// A decimal number as the ledger writes it, exactly: balances are compared, never rounded.
struct ExactDecimal: Hashable {
    /// The value times ten to the power of ``scale``.
    private let digits: Int128
    /// How many decimals there are, none of the last ones 0.
    private let scale: Int

    /// Most digits on either side of the point: what is beyond is no balance of anybody's.
    private static let mostDigits = 18

    private init(digits: Int128, scale: Int) {
        var (digits, scale) = (digits, scale)
        while scale > 0, digits % 10 == 0 { (digits, scale) = (digits / 10, scale - 1) }
        (self.digits, self.scale) = (digits, scale)
    }

    /// A whole number.
    init(_ whole: Int64) { self.init(digits: Int128(whole), scale: 0) }

    /// A number as PostgreSQL writes a `numeric`: a sign, digits, a point and more digits; nil for anything else and for
    /// more than 18 digits on a side.
    init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...])
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || !fraction.isEmpty, whole.utf8.count <= Self.mostDigits,
            fraction.utf8.count <= Self.mostDigits
        else { return nil }
        var digits: Int128 = 0
        for byte in (whole + fraction).utf8 {
            guard (0x30...0x39).contains(byte) else { return nil }
            digits = digits * 10 + Int128(byte - 0x30)
        }
        self.init(digits: isNegative ? -digits : digits, scale: fraction.utf8.count)
    }

    static func + (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
        let scale = max(left.scale, right.scale)
        return ExactDecimal(digits: left.digits(at: scale) + right.digits(at: scale), scale: scale)
    }

    static func - (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
        left + ExactDecimal(digits: -right.digits, scale: right.scale)
    }

    /// How often a whole number above 0 goes into it, rounded down.
    func floor(dividingBy divisor: Int64) -> Int64 {
        let divisor = Int128(divisor) * Self.power(of: scale)
        let quotient = digits / divisor
        return Int64(digits % divisor < 0 ? quotient - 1 : quotient)
    }

    private func digits(at wanted: Int) -> Int128 { digits * Self.power(of: wanted - scale) }

    private static func power(of exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}

extension ExactDecimal: CustomStringConvertible {
    /// As PostgreSQL writes it, without zeros at the end.
    var description: String {
        let text = String(digits.magnitude)
        let sign = digits < 0 ? "-" : ""
        guard scale > 0 else { return sign + text }
        let padded = String(repeating: "0", count: max(scale + 1 - text.count, 0)) + text
        return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}
