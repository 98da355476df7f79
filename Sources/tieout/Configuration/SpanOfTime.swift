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

    /// A time in the largest units that say it: `2 d 3 h`, `26 h`, `4 min`, `12 s`.
    static func words(_ seconds: Int64) -> String {
        switch seconds {
        case ..<Int64.minute: "\(seconds) s"
        case ..<Int64.hour: "\(seconds / .minute) min"
        case ..<(2 * Int64.day): "\(seconds / .hour) h"
        default: "\(seconds / .day) d \(seconds % .day / .hour) h"
        }
    }
}
