import Reconciliation
import Testing

@testable import Reports

@Suite("What cells hold")
struct CellTests {
    private static let numbers: [(minorUnits: Int64, code: String, number: Double?)] = [
        (1_999, "usd", 19.99), (-1_999, "usd", -19.99), (5, "kwd", 0.005), (1_200, "jpy", 1_200), (500, "ugx", 5),
        (0, "usd", 0), (999_999_999_999_999, "usd", 9_999_999_999_999.99), (1_000_000_000_000_000, "usd", nil),
        (Int64.min, "jpy", nil),
    ]

    @Test("an amount is the double nearest to it, and none where Excel would round it", arguments: numbers)
    func exactNumbers(_ example: (minorUnits: Int64, code: String, number: Double?)) {
        let money = Money(minorUnits: example.minorUnits, SampleRun.currency(example.code))
        #expect(ExactNumber.of(money) == example.number)
    }

    private static let pages: [(id: String, page: String?)] = [
        ("pi_1", "https://dashboard.stripe.com/payments/pi_1"), ("ch_1", "https://dashboard.stripe.com/payments/ch_1"),
        ("in_1", "https://dashboard.stripe.com/invoices/in_1"),
        ("cs_live_a1B2", "https://dashboard.stripe.com/search?query=cs_live_a1B2"), ("", nil), ("pi_", nil),
        ("p_1", nil), ("PI_1", nil), ("pi_1\"onclick", nil), ("pi_1/../x", nil), ("7f3e0f6e-0000-4000", nil),
        ("pi_é", nil),
    ]

    @Test("only what looks like a Stripe id becomes a link", arguments: pages)
    func links(_ example: (id: String, page: String?)) {
        #expect(StripeDashboard(livemode: true).page(of: example.id) == example.page)
        let test = example.page?.replacing("stripe.com/", with: "stripe.com/test/")
        #expect(StripeDashboard(livemode: false).page(of: example.id) == test)
    }

    private static let buckets: [(days: Int64, bucket: String)] = [
        (0, "0–1 days"), (1, "0–1 days"), (2, "2–3 days"), (3, "2–3 days"), (4, "4–7 days"), (7, "4–7 days"),
        (8, "8–30 days"), (30, "8–30 days"), (31, "over 30 days"),
    ]

    @Test("ages fall into the steps that matter", arguments: buckets)
    func ages(_ example: (days: Int64, bucket: String)) {
        #expect(AgeBucket(days: example.days).rawValue == example.bucket)
    }

    @Test("a text that is too long for a cell is cut at a whole character, with a mark")
    func longTexts() {
        let fits = String(repeating: "a", count: 32_767)
        #expect(PlainText.fittingCell(fits) == fits)
        let cut = PlainText.fittingCell(String(repeating: "😀", count: 20_000))
        #expect(cut.hasSuffix("😀… [cut]"))
        #expect(cut.utf16.count == 32_767)
    }

    @Test("a correction that could not be posted says why, and what to do")
    func obstacles() throws {
        var result = try SampleRun.result()
        let outcomes: [PostingOutcome] = [.failed("balance would fall below 0"), .changed("the purchase is completed")]
        for (index, outcome) in outcomes.enumerated() { result.posted[index].outcome = outcome }
        let rows = FindingRows(of: result)
        let told = SampleRun.findings.compactMap { found in
            var found = found
            found.status = .open
            return rows.exception(found).map { [$0[2], $0[10], $0[11]] }
        }
        #expect(
            Set(told).isSuperset(of: [
                [
                    .id("cs_test_granted"), .text("posting failed: balance would fall below 0"),
                    .text("see why it was not posted, then run again"),
                ],
                [
                    .id("cs_test_failed"),
                    .text("not posted, because the ledger changed meanwhile: the purchase is completed"),
                    .text("see why it was not posted, then run again"),
                ],
            ])
        )
        let figures = Dictionary(uniqueKeysWithValues: result.keyFigures.map { ($0.label, $0.figure) })
        #expect(figures["Grants that are allowed but not posted"] == 2)
        #expect(figures["Corrections that failed"] == 1)
        #expect(result.grantsTable.rows == [])
    }

    @Test("the exceptions of a run are its open findings, with why each waits and what would settle it")
    func exceptions() throws {
        let rows = FindingRows(of: try SampleRun.result())
        #expect(
            SampleRun.findings.compactMap(rows.exception).map { [$0[10], $0[11]] } == [
                [
                    .text("the amount in the ledger differs from the amount at Stripe"),
                    .text("compare both sources and mend the wrong one"),
                ],
                [
                    .text("the payment is disputed"),
                    .text("decide, then post it from the plan (tieout apply): grant the credits"),
                ],
                [.text("the buyer's payment failed"), .text("none, for information")],
            ]
        )
    }
}
