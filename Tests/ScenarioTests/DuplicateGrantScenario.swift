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
