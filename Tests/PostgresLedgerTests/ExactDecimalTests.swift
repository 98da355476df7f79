import Testing

@testable import PostgresLedger

/// Balances are read as the server writes a `numeric`, and compared exactly.
@Suite struct ExactDecimalTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("50", "50"), ("-7", "-7"), ("12.5", "12.5"), ("12.500", "12.5"), ("-0.05", "-0.05"),
        ("999999999999999999.999999999999999999", "999999999999999999.999999999999999999"),
    ])
    func aNumberIsReadAndWritten(_ text: String, _ written: String) {
        #expect(ExactDecimal(text)?.description == written)
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "1e3", "NaN", "Infinity", "+5", " 5", "5 ", "1,5", "--5", "1.2.3", "٣", "true",
        "1000000000000000000", "0.0000000000000000001",
    ])
    func nothingElseIsANumber(_ text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test func sumsAndDifferencesAreExact() throws {
        let tenth = try #require(ExactDecimal("0.1"))
        #expect((tenth + tenth + tenth).description == "0.3")
        #expect(try #require(ExactDecimal("0.3")) - tenth - tenth == tenth)
        #expect(try #require(ExactDecimal("100.50")) - #require(ExactDecimal("50.5")) == ExactDecimal(50))
        #expect(ExactDecimal(.max) + ExactDecimal(.max) - ExactDecimal(.max) == ExactDecimal(.max))
    }

    @Test(arguments: [
        ("119", 60, 1), ("120", 60, 2), ("0.5", 1, 0), ("-0.5", 1, -1), ("-120", 60, -2), ("-121", 60, -3),
    ])
    func creditsAreRoundedDown(_ balance: String, _ unitsPerCredit: Int64, _ credits: Int64) throws {
        #expect(try #require(ExactDecimal(balance)).floor(dividingBy: unitsPerCredit) == credits)
    }
}
