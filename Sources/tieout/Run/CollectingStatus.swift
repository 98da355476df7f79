import Reconciliation
import StripeAPI

/// How far collecting has come at a moment: values in, text out.
struct CollectingStatus {
    /// How much of the lists has been read.
    let coverage: ListingCoverage
    /// Requests made so far.
    let requests: Int
    /// Time since collecting began.
    let elapsed: Duration

    /// Objects a second since collecting began.
    var rate: Int64 {
        let milliseconds = elapsed.components.seconds * 1_000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        return milliseconds > 0 ? coverage.read * 1_000 / milliseconds : 0
    }

    /// Seconds until the end at that rate; nil as long as it cannot be told.
    var secondsLeft: Int64? {
        guard let left = coverage.left, rate > 0 else { return nil }
        return (left + rate - 1) / rate
    }

    /// A bar of the window that has been read, with the figures behind it, on one line of so many columns.
    ///
    /// On a narrow terminal the bar shrinks first, then the last figures are left out.
    func bar(columns: Int, usesUnicode: Bool) -> String {
        var figures = ["\(coverage.perMille / 10) %", "\(coverage.read.grouped) objects", "\(rate.grouped)/s"]
        figures.append("\(Int64(requests).grouped) requests")
        if let secondsLeft { figures.append("\(secondsLeft.asTime) left") }
        // One column stays free: some terminals begin a new line when the last is used.
        while figures.count > 1, Self.barStart.count + figures.joined(separator: "  ").count + 13 > columns {
            figures.removeLast()
        }
        let text = figures.joined(separator: "  ")
        // Room for figures that are still growing, so that the bar does not shrink while it fills.
        let width = min(40, max(0, columns - Self.barStart.count - max(text.count, Self.usualFigures) - 3))
        let filled = Int(coverage.perMille) * width / 1_000
        let (full, empty) = usesUnicode ? ("█", "░") : ("#", "-")
        let bar = String(repeating: full, count: filled) + String(repeating: empty, count: width - filled)
        return Self.barStart + bar + "  " + text
    }

    /// The same for a log line, as pairs.
    var pairs: [String: String] {
        var pairs = [
            "covered": "\(coverage.perMille / 10)%", "objects": "\(coverage.read)", "rate": "\(rate)/s",
            "requests": "\(requests)",
        ]
        pairs["left"] = secondsLeft?.asTime
        return pairs
    }

    private static let barStart = "collect  "
    private static let usualFigures = "100 %  412,000 objects  8,240/s  4,130 requests  40s left".count
}

extension Int64 {
    /// `1,234,567`.
    var grouped: String {
        let digits = String(magnitude)
        let groups = digits.count / 3 + (digits.count % 3 > 0 ? 1 : 0)
        var rest = Substring(digits)
        var parts: [Substring] = []
        for _ in 0..<groups {
            parts.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (self < 0 ? "-" : "") + parts.joined(separator: ",")
    }

    /// Seconds as `45s`, `3m 20s` or `2h 05m`.
    fileprivate var asTime: String {
        switch self {
        case ..<60: "\(self)s"
        case ..<3_600: "\(self / 60)m \(self % 60 < 10 ? "0" : "")\(self % 60)s"
        default: "\(self / 3_600)h \(self / 60 % 60 < 10 ? "0" : "")\(self / 60 % 60)m"
        }
    }
}
