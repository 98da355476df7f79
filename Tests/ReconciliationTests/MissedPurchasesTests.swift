import Reconciliation
import Testing

@Suite("Missed purchases by slots of time")
struct MissedPurchasesTests {
    private static let start = Instant(secondsSinceEpoch: 1_760_000_000)

    private static func period(_ days: Int64) throws -> Period { try Period(since: start, cutOff: start + days * .day) }

    private static let cases:
        [(days: Int64, missedDays: ClosedRange<Int64>?, unit: MissedPurchases.Unit, told: Range<Int64>)] = [
            (7, nil, .hour, 0..<7), (14, 3...4, .hour, 0..<14), (31, nil, .day, 0..<31), (31, 10...11, .hour, 9..<12),
            (31, 0...1, .hour, 0..<2), (31, 2...25, .day, 0..<31), (365, 200...201, .hour, 199..<202),
            (365, 2...300, .day, 0..<365), (1_000, nil, .month, 0..<1_000), (1_000, 1...900, .month, 0..<1_000),
        ]

    @Test("are as fine as they can still be looked at", arguments: cases)
    func units(
        _ example: (days: Int64, missedDays: ClosedRange<Int64>?, unit: MissedPurchases.Unit, told: Range<Int64>)
    ) throws {
        let missed = try MissedPurchases(
            over: Self.period(example.days),
            missedFrom: example.missedDays.map { Self.start + $0.lowerBound * .day },
            to: example.missedDays.map { Self.start + $0.upperBound * .day }
        )
        #expect(missed.unit == example.unit)
        #expect(missed.told.since == Self.start + example.told.lowerBound * .day)
        #expect(missed.told.cutOff == Self.start + example.told.upperBound * .day)
    }
}
