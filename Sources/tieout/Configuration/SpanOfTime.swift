import Reconciliation

/// Times as people write them in configurations.
enum SpanOfTime {
    /// A year has 366 days: nothing that is kept for years goes a day too early.
    ///
    /// Seconds of `90s`, `5m`, `12h`, `7d` or `7y`; nil for anything else.
    static func seconds(_ text: String) -> Int64? {
        guard let unit = text.last, let count = Int64(text.dropLast()), count >= 0 else { return nil }
        let factors: [Character: Int64] = ["s": 1, "m": .minute, "h": .hour, "d": .day, "y": 366 * .day]
        guard let factor = factors[unit], count <= 36_500 * .day / factor else { return nil }
        return count * factor
    }
}
