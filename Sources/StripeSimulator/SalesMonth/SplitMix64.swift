/// Steele, Lea and Flood's generator: the same numbers for the same seed on every machine, for data, not for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of this seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Letters and digits, as in Stripe's ids.
    mutating func token(length: Int) -> String {
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        return String(decoding: (0..<length).map { _ in letters[below(letters.count)] }, as: UTF8.self)
    }

    /// A number from 0 up to but without the bound. Own arithmetic, because the standard library's may change with its version.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of a closed range.
    mutating func among(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
    }

    /// True in so many of a thousand cases.
    mutating func chance(perMille: Int) -> Bool {
        below(1_000) < perMille
    }

    /// A new order of the elements.
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, below(last + 1)) }
        return elements
    }

    /// A version 4 UUID in lower case.
    mutating func uuid() -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text = (0..<32).map { _ in digits[below(16)] }
        text[12] = UInt8(ascii: "4")
        text[16] = digits[8 + below(4)]
        for place in [20, 16, 12, 8] { text.insert(UInt8(ascii: "-"), at: place) }
        return String(decoding: text, as: UTF8.self)
    }
}
