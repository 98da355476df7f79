import Reconciliation
import StripeAPI
import Testing

@testable import tieout

/// What is shown while a run collects: from what is known at a moment to a line.
@Suite struct CollectingStatusTests {
    private static let half = ListingCoverage(
        coveredSeconds: 1_300_000,
        spanSeconds: 2_600_000,
        lists: [.charge: .init(read: 410_000, left: 300_000), .refund: .init(read: 2_000, left: 28_000)]
    )

    private func status(_ coverage: ListingCoverage = half, after seconds: Int64 = 50) -> CollectingStatus {
        CollectingStatus(coverage: coverage, requests: 4_130, elapsed: .seconds(seconds))
    }

    @Test func aBarShowsTheShareOfTimeAndTheFigures() {
        #expect(
            status().bar(columns: 120, usesUnicode: true)
                == "collect  ████████████████████░░░░░░░░░░░░░░░░░░░░  50 %  412,000 objects  8,240/s  4,130 requests"
                + "  40s left"
        )
    }

    @Test func aTerminalWithoutUnicodeGetsASCII() {
        let bar = status().bar(columns: 80, usesUnicode: false)

        #expect(bar == "collect  #####------  50 %  412,000 objects  8,240/s  4,130 requests  40s left")
    }

    @Test(arguments: 10...200) func noLineIsLongerThanItsTerminal(columns: Int) {
        let bar = status().bar(columns: columns, usesUnicode: true)

        if columns > 30 { #expect(bar.count < columns) }
        #expect(bar.hasPrefix("collect  "))
        #expect(bar.contains("50 %"))
    }

    @Test func nothingIsGuessedBeforeEveryListHasAPage() {
        let coverage = ListingCoverage(
            coveredSeconds: 0,
            spanSeconds: 2_600_000,
            lists: [.charge: .init(read: 100, left: 900), .refund: .init(read: 0, left: nil)]
        )

        #expect(status(coverage).secondsLeft == nil)
        #expect(status(coverage).pairs.keys.sorted() == ["covered", "objects", "rate", "requests"])
        #expect(ReadAllowance(coverage, requests: 1, days: 30) == nil)
    }

    @Test(arguments: [
        (Int64(5), "5s left"), (59, "59s left"), (60, "1m 00s left"), (200, "3m 20s left"), (7_500, "2h 05m left"),
    ])
    func timeIsSaidAsPeopleSayIt(seconds: Int64, text: String) {
        let coverage = ListingCoverage(
            coveredSeconds: 1,
            spanSeconds: 2,
            lists: [.charge: .init(read: 1_000, left: seconds * 100)]
        )

        #expect(status(coverage, after: 10).bar(columns: 200, usesUnicode: false).hasSuffix(text))
    }

    @Test func aLogLineHoldsTheSame() {
        #expect(
            status().pairs == [
                "covered": "50%", "objects": "412000", "rate": "8240/s", "requests": "4130", "left": "40s",
            ]
        )
    }

    @Test(arguments: [
        (true, ["TERM": "xterm", "LANG": "en_US.UTF-8"], true as Bool?), (true, ["TERM": "xterm", "LANG": "C"], false),
        (true, ["TERM": "xterm", "LANG": "C.utf8", "NO_COLOR": "1"], true),
        (true, ["TERM": "xterm", "LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (true, ["TERM": "dumb"], nil),
        (true, [:], nil), (false, ["TERM": "xterm", "LANG": "en_US.UTF-8"], nil),
    ])
    func onlyATerminalThatCanRedrawGetsABar(isTerminal: Bool, environment: [String: String], unicode: Bool?) {
        #expect(Terminal(isTerminal: isTerminal, environment: environment)?.usesUnicode == unicode)
    }

    @Test func anAccountHasTenThousandReadsAtLeast() throws {
        let small = ListingCoverage(coveredSeconds: 1, spanSeconds: 2, lists: [.event: .init(read: 100, left: 150_000)])

        let allowance = try #require(ReadAllowance(small, requests: 10, days: 365))

        #expect(allowance.allowance == 10_000)
        #expect(allowance.requests == 1_510)
        #expect(allowance.isLarge)
    }

    @Test func theNewestPagesAloneAreNoEstimate() {
        let coverage = ListingCoverage(
            coveredSeconds: 9,
            spanSeconds: 100,
            lists: [.charge: .init(read: 100, left: 900)]
        )

        #expect(ReadAllowance(coverage, requests: 1, days: 30) == nil)
    }

    @Test func salesEarnReads() throws {
        let busy = ListingCoverage(
            coveredSeconds: 1,
            spanSeconds: 2,
            lists: [.charge: .init(read: 1_000, left: 119_000)]
        )

        let allowance = try #require(ReadAllowance(busy, requests: 10, days: 120))

        #expect(allowance.allowance == 500 * 30_000)
        #expect(!allowance.isLarge)
    }

    @Test(arguments: [(Int64(0), "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")])
    func thousandsAreSetApart(number: Int64, text: String) {
        #expect(number.grouped == text)
    }
}
