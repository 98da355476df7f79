import Foundation
import Reconciliation
import Testing

@Suite struct CurrencyTests {
    @Test(arguments: [("usd", "usd"), ("USD", "usd"), ("Jpy", "jpy")])
    func aCodeIsThreeLettersInAnyCase(_ text: String, _ code: String) {
        #expect(Currency(text)?.code == code)
    }

    @Test(arguments: ["", "us", "usdx", "us1", "u d", "ü€$", "us\n", "ÅÅ"])
    func anythingElseIsNoCurrency(_ text: String) {
        #expect(Currency(text) == nil)
    }

    /// Stripe's list: "Zero-decimal currencies" and "Special cases" of its currency page.
    @Test(arguments: [
        ("usd", 2), ("eur", 2), ("gbp", 2), ("huf", 2), ("twd", 2),
        ("jpy", 0), ("krw", 0), ("clp", 0), ("vnd", 0), ("xaf", 0), ("pyg", 0),
        ("isk", 2), ("ugx", 2),
        ("bhd", 3), ("jod", 3), ("kwd", 3), ("omr", 3), ("tnd", 3),
    ])
    func theExponentIsStripesAndNotISOs(_ code: String, _ exponent: Int) throws {
        #expect(try #require(Currency(code)).exponent == exponent)
    }

    @Test func theSpecialListsAreStripesInFull() {
        #expect(
            Currency.withoutDecimals == [
                "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
            ]
        )
        #expect(Currency.withThreeDecimals == ["bhd", "jod", "kwd", "omr", "tnd"])
    }

    /// The rules turn the ledger's major units into minor ones in SQL: both tables must be one.
    @Test func theDatabaseCountsAsTheProgramDoes() throws {
        let migration = try PackageRoot.text("Sources/PostgresLedger/Migrations/schema_0003_match.sql")
        let inDatabase = migration.matches(of: /\('([a-z]{3})', (1|1000)\)/).map { "\($0.1) \($0.2)" }
        let inProgram =
            Currency.withoutDecimals.map { "\($0) 1" } + Currency.withThreeDecimals.map { "\($0) 1000" }
        #expect(inDatabase.sorted() == inProgram.sorted())
    }

    @Test func peopleReadCapitalsAndFilesHoldStripesCode() throws {
        #expect(Currency.eur.description == "EUR")
        #expect(String(decoding: try JSONEncoder().encode([Currency.eur]), as: UTF8.self) == #"["eur"]"#)
        #expect(try JSONDecoder().decode([Currency].self, from: Data(#"["EUR"]"#.utf8)) == [.eur])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Currency].self, from: Data(#"["euro"]"#.utf8)) }
    }
}
