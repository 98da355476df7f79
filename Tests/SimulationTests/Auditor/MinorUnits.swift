/// Stripe's minor units beside the ledger's decimal text.
enum MinorUnits {
    /// How many decimals a currency has as Stripe counts: ISK and UGX are sent with two.
    static func decimals(_ currency: String) -> Int {
        switch currency {
        case "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf": 0
        case "bhd", "jod", "kwd", "omr", "tnd": 3
        default: 2
        }
    }

    /// An amount as decimal text: 3000 JPY is `3000`, 3000 USD `30.00`, 3000 KWD `3.000`.
    static func major(_ minor: Int64, _ currency: String) -> String {
        let decimals = decimals(currency)
        guard decimals > 0 else { return "\(minor)" }
        let digits = String(repeating: "0", count: max(0, decimals + 1 - "\(minor)".count)) + "\(minor)"
        return digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }

    /// Whether decimal text in major units, of which the ledger keeps two decimals, is exactly that amount.
    static func agrees(_ major: String, with minor: Int64, _ currency: String) -> Bool {
        cents(of: major).map { $0 * scale(currency) == minor * 100 } ?? false
    }

    /// Decimal text in minor units, halves rounded away from zero.
    static func minor(of major: String, _ currency: String) -> Int64? {
        cents(of: major).map { ($0 * scale(currency) + 50) / 100 }
    }

    /// Decimal text in hundredths, which is what the ledger's columns hold; nil for what is no such text.
    static func cents(of major: String) -> Int64? {
        let parts = major.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1].prefix(2)) : ""
        return Int64(String(parts[0]) + fraction + String(repeating: "0", count: 2 - fraction.count))
    }

    private static func scale(_ currency: String) -> Int64 {
        switch decimals(currency) {
        case 0: 1
        case 3: 1_000
        default: 100
        }
    }
}
