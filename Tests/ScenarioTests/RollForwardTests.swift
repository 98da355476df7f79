@testable import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// The same sales as movements: opening, what came in, what went back, closing; by day in the report's time zone.
@Suite struct RollForwardTests {
    private static let day: Int64 = 86_400

    @Test func openingAndMovementsAreTheClosing() async throws {
        let books = try await Books.open()
        // Before the period: read because a part of it goes back in the period.
        let old = try books.sell("old", at: Books.noon - 20 * Self.day)
        books.stripe {
            $0.refund(old.charge, amount: 200, at: Books.noon - 19 * Self.day)
            $0.refund(old.charge, amount: 800, at: Books.noon)
        }
        try books.give(-25, for: "cs_test_old", type: "refund")
        try books.sell("granted")
        try books.sell("missed", entries: .ungranted)
        let refunded = try books.sell("refunded", entries: .ungranted)
        let lost = try books.sell("lost", for: 3_001, at: Books.noon - Self.day)
        books.stripe {
            $0.refund(refunded.charge, at: Books.noon + 600)
            $0.dispute(lost.charge, at: Books.noon + Self.day, status: "lost")
        }
        let night = try await books.night()
        #expect(night.breaks == [])
        let block = try #require(night.tieOut.first)
        #expect(night.tieOut.count == 1)
        #expect(
            block.rollForward.lines == [
                "opening 1 1800 45", "purchases 4 9001 200", "returned 3 5801 120", "expected closing 5 5000 125",
                "ledger closing 3 6001 125", "waiting 1 2000 50", "found 0 -3001 -50", "excluded 1 0 0",
            ]
        )
        #expect(
            block.rollForward.dayLines == [
                "2025-03-09: paid 1 3001 50, back 0 0 0, ledger 1 3001 50",
                "2025-03-10: paid 3 6000 150, back 2 2800 70, ledger 1 2000 50",
                "2025-03-11: paid 0 0 0, back 1 3001 50, ledger 0 0 0",
            ]
        )
        // After the grant nothing waits, and the rest stays as it was.
        let applied = try await books.night(applies: true)
        #expect(applied.granted == ["cs_test_missed 50"])
        #expect(
            applied.tieOut[0].rollForward.lines == [
                "opening 1 1800 45", "purchases 4 9001 200", "returned 3 5801 120", "expected closing 5 5000 125",
                "ledger closing 4 8001 175", "found 0 -3001 -50", "excluded 1 0 0",
            ]
        )
    }

    /// Currencies never add, and each has its own decimals.
    @Test func eachCurrencyHasItsOwnRollForward() async throws {
        let books = try await Books.open()
        try books.sell("dollars")
        try books.sell("yen", for: 3_000, "jpy")
        try books.sell("euros", for: 1_850, "eur", entries: .ungranted)
        let night = try await books.night()
        #expect(night.breaks == [])
        #expect(night.tieOut.map { "\($0.currency) \($0.rollForward.lines)" }.count == 3)
        #expect(night.tieOut.map(\.rollForward.purchases.amountMinor) == [1_850, 3_000, 2_000])
        #expect(night.tieOut.map(\.rollForward.difference.amountMinor) == [1_850, 0, 0])
    }

    /// In New York the clocks went forward on 2025-03-09 at 02:00: that day began at 05:00 UTC and ended at 04:00.
    @Test(arguments: [
        ("UTC", ["2025-03-09 2", "2025-03-10 2"]),
        ("America/New_York", ["2025-03-08 1", "2025-03-09 2", "2025-03-10 1"]),
        ("Asia/Kolkata", ["2025-03-09 2", "2025-03-10 2"]),
        ("Pacific/Apia", ["2025-03-09 2", "2025-03-10 2"]),
    ])
    func aDayIsAsLongAsTheClocksMakeIt(_ zone: String, days: [String]) async throws {
        let books = try await Books.open()
        let midnight = Books.noon - Self.day / 2  // 2025-03-10T00:00:00Z
        // Each is paid a minute after its page was opened.
        for (name, paidAt) in [
            ("before", midnight - Self.day + 5 * 3_600 - 1), ("first", midnight - Self.day + 5 * 3_600),
            ("last", midnight + 4 * 3_600 - 1), ("after", midnight + 4 * 3_600),
        ] {
            try books.sell(name, at: paidAt - 60)
        }
        let night = try await books.night(timeZone: zone)
        #expect(night.breaks == [])
        #expect(night.tieOut[0].rollForward.days.map { "\($0.date) \($0.purchases.count)" } == days)
    }

    /// What the charge says went back, and no list of the period shows, was before it, or is after the cut-off.
    @Test func aRefundAfterTheCutOffIsALineOfItsOwn() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", at: Books.noon + 4 * Self.day)
        books.stripe { _ = $0.refund(sale.charge, amount: 1_000, at: Books.noon + 6 * Self.day) }
        let night = try await books.night()
        #expect(night.breaks == [])
        let told = night.tieOut[0].rollForward
        #expect(told.returnedAfterCutOff == TieOut.Line(count: 1, amountMinor: 1_000, credits: 25))
        #expect(told.expectedClosing == TieOut.Line(count: 1, amountMinor: 1_000, credits: 25))
        #expect(told.days.map(\.returned.count) == [0])
    }

    @Test func creditsTakenBackBeforeTheMoneyIsAreExplained() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe { _ = $0.dispute(sale.charge, at: Books.noon + 600, status: "under_review") }
        try books.give(-50, for: "cs_test_A", type: "refund")
        let night = try await books.night()
        #expect(night.breaks == [])
        #expect(night.tieOut[0].rollForward.takenBack == TieOut.Line(amountMinor: 2_000, credits: 50))
    }

    /// Only what was captured was paid; what was released is no refund.
    @Test func aPartialCaptureIsPaidInPart() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A")
        books.stripe {
            $0.charges[sale.charge].amountCaptured = 1_500
            $0.charges[sale.charge].amountRefunded = 500
        }
        let night = try await books.night()
        #expect(night.breaks == [])
        #expect(night.tieOut[0].rollForward.purchases.amountMinor == 1_500)
        #expect(night.tieOut[0].rollForward.returned == TieOut.Line())
    }

    // MARK: It can break

    /// A record that changes between the match and the count makes the run say so.
    @Test(arguments: [
        ("UPDATE tieout.booked SET stayed_minor = paid_minor", "opening and movements do not add up to the closing"),
        ("UPDATE tieout.booked SET explanation = 'unreconciled'", "are in no line of the tie-out"),
    ])
    func aFigureThatIsChangedMeanwhileBreaksIt(_ change: String, words: String) async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { _ = $0.refund(sale.charge, at: Books.noon + 600) }
        #expect(try await books.night().breaks == [])
        try await books.ledger.withConnection { connection throws(PostgresError) in
            try connection.execute(script: change, named: "a slip")
        }
        let breaks = try await books.ledger.tieOut(timeZone: "UTC").flatMap(\.breaks)
        #expect(breaks.contains { $0.contains(words) }, "\(breaks)")
    }

    @Test func aZoneThatTheServerDoesNotKnowIsNone() async throws {
        let books = try await Books.open()
        let ledger = books.ledger
        defer { withExtendedLifetime(books) {} }
        for name in ["UTC", "Europe/Dublin", "Australia/Lord_Howe"] { #expect(try await ledger.knowsTimeZone(name)) }
        for name in ["Mars/Olympus", "FOO3", "", "Dublin"] { #expect(try await !ledger.knowsTimeZone(name)) }
    }
}

extension RollForward {
    /// Its lines that are not empty: purchases, minor units, credits.
    fileprivate var lines: [String] {
        [
            ("opening", opening), ("purchases", purchases), ("returned", returned),
            ("returned after cut-off", returnedAfterCutOff), ("expected closing", expectedClosing),
            ("ledger closing", ledgerClosing), ("waiting", waiting), ("found", found), ("excluded", excluded),
            ("taken back", takenBack), ("unreconciled", unreconciled),
        ].compactMap { $1 == TieOut.Line() ? nil : "\($0) \($1.figures)" }
    }

    fileprivate var dayLines: [String] {
        days.map {
            "\($0.date): paid \($0.purchases.figures), back \($0.returned.figures), ledger \($0.ledger.figures)"
        }
    }
}

extension TieOut.Line {
    fileprivate var figures: String { "\(count) \(amountMinor) \(credits)" }
}
