import Reconciliation
import Testing

@Suite struct ConservationTests {
    func line(
        _ kind: RecordKind,
        _ state: RecordState,
        _ count: Int64,
        reason: String = "",
        in currency: Currency? = .usd
    ) -> ConservationLine {
        ConservationLine(
            kind: kind,
            currency: currency,
            state: state,
            reason: reason,
            count: count,
            amountMinor: count * 100
        )
    }

    @Test func matchedFoundAndExcludedAddUpToWhatWasFetched() {
        let conservation = Conservation(
            fetched: [.charge: 10, .checkoutSession: 7],
            lines: [
                line(.charge, .matched, 6), line(.charge, .matched, 1, in: .eur), line(.charge, .found, 2),
                line(.charge, .excluded, 1, reason: "uncaptured"),
                line(.checkoutSession, .matched, 3), line(.checkoutSession, .excluded, 2, reason: "subscription"),
                line(.checkoutSession, .excluded, 1, reason: "subscription", in: nil),
                line(.checkoutSession, .excluded, 1, reason: "expired"),
            ]
        )
        #expect(conservation.breaks == [])
        #expect(RecordState.allCases.map { conservation.count(.charge, $0) } == [7, 2, 1, 0])
        #expect(conservation.exclusions(.checkoutSession) == ["subscription": 3, "expired": 1])
        #expect(conservation.exclusions(.invoice) == [:])
    }

    @Test func nothingFetchedAndNothingAccountedIsWhole() {
        #expect(Conservation(fetched: [:], lines: []).breaks == [])
    }

    struct Break: CustomTestStringConvertible {
        let testDescription: String
        let fetched: [RecordKind: Int64]
        let lines: [(RecordKind, RecordState, Int64)]
        let breaks: [String]
    }

    @Test(arguments: [
        Break(
            testDescription: "a record that fell out",
            fetched: [.charge: 3],
            lines: [(.charge, .matched, 2)],
            breaks: ["3 charges were fetched but 2 accounted for"]
        ),
        Break(
            testDescription: "a record that came from nowhere",
            fetched: [.charge: 1],
            lines: [(.charge, .matched, 2)],
            breaks: ["1 charges were fetched but 2 accounted for"]
        ),
        Break(
            testDescription: "a kind that was never fetched",
            fetched: [:],
            lines: [(.dispute, .matched, 1)],
            breaks: ["0 disputes were fetched but 1 accounted for"]
        ),
        Break(
            testDescription: "a kind that was never accounted for",
            fetched: [.refund: 4],
            lines: [],
            breaks: ["4 refunds were fetched but 0 accounted for"]
        ),
        Break(
            testDescription: "a record without a proof",
            fetched: [.checkoutSession: 2],
            lines: [(.checkoutSession, .matched, 1), (.checkoutSession, .unexplained, 1)],
            breaks: ["1 checkout sessions are neither matched, found nor excluded"]
        ),
        Break(
            testDescription: "one kind's surplus does not hide another's loss",
            fetched: [.charge: 2, .invoice: 2],
            lines: [(.charge, .matched, 3), (.invoice, .matched, 1)],
            breaks: ["2 charges were fetched but 3 accounted for", "2 invoices were fetched but 1 accounted for"]
        ),
    ])
    func whateverDoesNotAddUpIsSaid(_ example: Break) {
        let lines = example.lines.map { line($0.0, $0.1, $0.2) }
        #expect(Conservation(fetched: example.fetched, lines: lines).breaks == example.breaks)
    }
}
