import Reconciliation

/// Whole minor units as the number that a workbook holds: the only place where an amount becomes floating point.
///
/// A workbook keeps 15 digits. Up to there the division by a power of ten gives the double that is nearest to the
/// decimal amount, which reads as exactly that amount; past it there is no number, and a text is written instead.
enum ExactNumber {
    private static let fifteenDigits: Int64 = 999_999_999_999_999

    /// The amount in major units.
    static func of(_ money: Money) -> Double? { of(money.minorUnits, decimals: money.currency.exponent) }

    /// A count.
    static func of(_ number: Int64) -> Double? { of(number, decimals: 0) }

    /// Minor units of a currency of that many decimals.
    static func of(_ minorUnits: Int128, decimals: Int) -> Double? {
        Int64(exactly: minorUnits).flatMap { of($0, decimals: decimals) }
    }

    /// Without wider integers, whose conversion takes longer than the rest of a cell.
    private static func of(_ minorUnits: Int64, decimals: Int) -> Double? {
        guard minorUnits.magnitude <= fifteenDigits.magnitude else { return nil }
        let units: Double =
            switch decimals {
            case 0: 1
            case 1: 10
            case 2: 100
            default: 1_000
            }
        return Double(minorUnits) / units
    }

    /// Days since 1899-12-30, as Excel counts time; nil before 1900-03-01, where its calendar has a day too many.
    static func serialDay(of instant: Instant) -> Double? {
        let serial = 25_569 + Double(instant.secondsSinceEpoch) / 86_400
        return serial >= 61 && serial < 2_958_466 ? serial : nil
    }
}
