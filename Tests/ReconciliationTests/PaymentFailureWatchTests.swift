import Testing

@testable import Reconciliation

/// Days of charges, and whether the newest of them is unusual.
@Suite struct PaymentFailureWatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Charges and declined ones of each day before.
        let usual: (attempts: Int64, declined: Int64)
        var days = 30
        let newest: (attempts: Int64, declined: Int64)
        let isSpike: Bool
    }

    static let cases = [
        Case(testDescription: "as usual", usual: (100, 5), newest: (100, 6), isSpike: false),
        Case(testDescription: "four times as many", usual: (100, 5), newest: (100, 20), isSpike: true),
        // u = 151/3002: twice of it is 10.06 of 100.
        Case(testDescription: "a little less than twice", usual: (100, 5), newest: (100, 10), isSpike: false),
        Case(testDescription: "twice of a small day is chance", usual: (100, 20), newest: (25, 11), isSpike: false),
        Case(testDescription: "more than chance makes of it", usual: (100, 20), newest: (25, 12), isSpike: true),
        Case(testDescription: "nine are told by the workbook", usual: (100, 0), newest: (9, 9), isSpike: false),
        Case(testDescription: "ten where none were usual", usual: (100, 0), newest: (20, 10), isSpike: true),
        Case(testDescription: "six days tell nothing", usual: (100, 1), days: 6, newest: (100, 90), isSpike: false),
        Case(testDescription: "seven do", usual: (100, 1), days: 7, newest: (100, 90), isSpike: true),
        Case(testDescription: "too few charges tell nothing", usual: (3, 0), newest: (30, 30), isSpike: false),
        Case(testDescription: "nothing but declines all along", usual: (10, 10), newest: (10, 10), isSpike: false),
    ]

    private static let today = Instant(secondsSinceEpoch: 1_764_028_800)

    @Test(arguments: cases) func aDayIsJudgedByTheDaysBefore(_ test: Case) {
        let before = (1...test.days).map { number in
            ChargeDay(
                day: Self.today - Int64(number) * .day,
                attempts: test.usual.attempts,
                declined: test.usual.declined
            )
        }
        let newest = ChargeDay(day: Self.today, attempts: test.newest.attempts, declined: test.newest.declined)
        #expect((PaymentFailureWatch().event(on: [newest] + before) != nil) == test.isSpike)
    }

    @Test func whatIsToldNamesBoth() {
        let before = (1...30).map { ChargeDay(day: Self.today - Int64($0) * .day, attempts: 100, declined: 5) }
        let newest = ChargeDay(day: Self.today, attempts: 120, declined: 24)
        let event = PaymentFailureWatch().event(on: before + [newest])
        #expect(
            event?.summary
                == "24 of 120 charges of 2025-11-25 were declined, against 150 of 3000 in the 30 days before"
        )
        #expect(event?.code == .paymentFailures)
    }

    /// What is older says nothing of what is usual now.
    @Test func olderDaysDoNotCount() {
        let old = (31...60).map { ChargeDay(day: Self.today - Int64($0) * .day, attempts: 100, declined: 0) }
        let newest = ChargeDay(day: Self.today, attempts: 100, declined: 50)
        #expect(PaymentFailureWatch().event(on: old + [newest]) == nil)
        #expect(PaymentFailureWatch().event(on: []) == nil)
    }
}
