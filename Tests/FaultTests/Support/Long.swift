import Foundation

/// Whether the tests may take as long as they like: `scripts/test --long`.
enum Long {
    static let isOn = ProcessInfo.processInfo.environment["TIEOUT_LONG"] == "1"

    /// The seeds from 1 up to a number, or those that `TIEOUT_SEED` names: one, or a part of them such as `101-200`.
    static func seeds(of count: UInt64) -> [UInt64] {
        let named = ProcessInfo.processInfo.environment["TIEOUT_SEED"] ?? ""
        let bounds = named.split(separator: "-").compactMap { UInt64($0) }
        guard let first = bounds.first, let last = bounds.last, first <= last else { return Array(1...count) }
        return Array(first...last)
    }
}
