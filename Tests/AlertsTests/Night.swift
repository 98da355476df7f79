import Foundation
import Reconciliation
import Testing

/// What a night tells: an outage, and something that is over; and the same as an enemy would have it.
enum Night {
    static let noon = Instant(secondsSinceEpoch: 1_763_000_000)

    static func bulletin(_ notices: [Notice]? = nil) throws -> Bulletin {
        try #require(
            Bulletin(
                notices ?? [outage, over],
                environment: "live",
                run: RunID("20261113T021500Z-nightly-3f9c"),
                toldAt: noon,
                reportURL: "https://reports.example.com/20261113T021500Z-nightly-3f9c/index.html",
                runbookURL: "https://reports.example.com/runbook"
            )
        )
    }

    static let outage = Notice(
        Alert(
            .circuitBreaker,
            "61 of 100 purchases look ungranted & nothing was posted",
            counts: [.init("ungranted purchases", 61), .init("held corrections", 61)],
            money: [Money(minorUnits: 122_000, .usd), Money(minorUnits: 9_000, .jpy)]
        ),
        .began,
        since: noon
    )

    static let over = Notice(Alert(.runFailed, "the run failed"), .ended, since: noon - 86_400)

    /// Markup, mentions, header fields and other scripts in a summary, and more of it than any channel takes.
    static func hostile(_ length: Int = 40_000) -> Notice {
        let words =
            "<!channel> @everyone [x](http://evil.example) =?UTF-8?Q?x?=\r\nBcc: eve@example.com\r\n\r\n<b>ß – 日本 🎉 "
        return Notice(
            Alert(
                .findingsOpen,
                severity: .error,
                String(repeating: words, count: length / words.utf16.count + 1),
                counts: (0..<40).map { Alert.Count("count \($0) \(words)", Int64($0)) }
            ),
            .began,
            since: noon
        )
    }

    static let hostileNights: [[Notice]] = [[hostile(100)], [hostile()], Array(repeating: hostile(3_000), count: 60)]
}
