/// Stripe's minor units beside the ledger's decimal text.
enum MinorUnits {
    /// How many decimals a currency has as Stripe counts: ISK and UGX are sent with two.
    static func decimals(_ currency: String) -> Int {
        switch currency {
        case "jpy", "krw", "clp": 0
        case "kwd", "bhd": 3
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

    /// Decimal text in hundredths, which is what the ledger's columns hold; nil for what is no such text.
    static func cents(of major: String) -> Int64? {
        let parts = major.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1].prefix(2)) : ""
        return Int64(String(parts[0]) + fraction + String(repeating: "0", count: 2 - fraction.count))
    }
}
