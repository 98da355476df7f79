import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// One session, credited twice: the function does not look whether a reference was credited before.
@Suite struct DuplicateGrantScenario {
    @Test func isFoundAndGoneWhenTheSurplusIsTakenBack() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.give(50, for: "cs_test_A")
        let night = try await books.night(applies: true)
        #expect(night.found == ["duplicate_grant cs_test_A: 50 credits, expected 2000 usd, recorded 4000"])
        #expect(night.posted == [], "taking credits back is a person's decision")

        try books.give(-50, for: "cs_test_A", type: "adjustment")
        #expect(try await books.night().found == [])
    }

    @Test func threeGrantsAreTwoTooMany() async throws {
        let books = try await Books.open()
        try books.sell("A")
        try books.give(50, for: "cs_test_A")
        try books.give(50, for: "pi_A")
        #expect(
            try await books.night().found
                == ["duplicate_grant cs_test_A: 100 credits, expected 2000 usd, recorded 6000"]
        )
    }

    /// A bill of a subscription, a payment by another way: no session says what was promised.
    @Test(arguments: ["pi_B", "ch_B", "in_B"])
    func twoGrantsUnderOneReferenceWithoutASessionAreFound(_ reference: String) async throws {
        let books = try await Books.open()
        try books.give(50, for: reference)
        try books.give(50, for: reference)
        let night = try await books.night(applies: true)
        #expect(night.found == ["duplicate_grant \(reference): 50 credits"])
        #expect(night.findings.first?.userID == Books.anna)
        #expect(night.plan.held.map(\.correction.action) == [.takeBack])
        #expect(night.posted == [])

        try books.give(-50, for: reference, type: "adjustment")
        #expect(try await books.night().found == [])
        #expect(try books.lines("SELECT status AS line FROM tieout.finding") == ["gone"])
    }

    /// Long after its movements have left the listed time, and whatever part of it was taken back by then.
    @Test func twoGrantsWithoutASessionAreLookedAtUntilOneIsLeft() async throws {
        let books = try await Books.open()
        try books.give(50, for: "pi_B")
        try books.give(50, for: "pi_B")
        #expect(try await books.night().found == ["duplicate_grant pi_B: 50 credits"])

        let month = try books.later(by: 30 * 86_400)
        #expect(try await month.night().found == ["duplicate_grant pi_B: 50 credits"])
        try month.give(-20, for: "pi_B", type: "adjustment", at: Books.noon + 30 * 86_400)
        #expect(try await month.night().found == ["duplicate_grant pi_B: 30 credits"])

        let twoMonths = try books.later(by: 60 * 86_400)
        try twoMonths.give(-30, for: "pi_B", type: "adjustment", at: Books.noon + 60 * 86_400)
        #expect(try await twoMonths.night().found == [])
        #expect(try books.lines("SELECT status AS line FROM tieout.finding") == ["gone"])
    }

    @Test func twoReferencesWithoutASessionAreTwoSales() async throws {
        let books = try await Books.open()
        try books.give(50, for: "pi_B")
        try books.give(50, for: "pi_C")
        try books.give(50, for: "in_B", metadata: #"{"invoice": "in_B"}"#)
        // Used up, given back, and named in passing.
        try books.give(-10, for: "pi_B", type: "consume")
        try books.give(10, for: "job 17", type: "refund", metadata: #"{"paid_by": "pi_B"}"#)
        try books.give(50, for: "order 17")
        try books.give(50, for: "order 17")
        #expect(try await books.night().found == [])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        // Two sales of one package to one buyer in the same second.
        try books.sell("first")
        try books.sell("second")
        // The promise was given in two parts.
        try books.sell("parts", entries: [.checkout, .purchase, .payment])
        try books.give(20, for: "cs_test_parts")
        try books.give(30, for: "cs_test_parts")
        #expect(try await books.night().found == [])
    }
}
