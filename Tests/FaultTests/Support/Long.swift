import Foundation

/// Whether the tests may take as long as they like: `scripts/test --long`.
enum Long {
    static let isOn = ProcessInfo.processInfo.environment["TIEOUT_LONG"] == "1"
}
