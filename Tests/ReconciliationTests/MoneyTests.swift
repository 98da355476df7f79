import Foundation
import Reconciliation
import Testing

@Suite struct MoneyTests {
    struct Amount: CustomTestStringConvertible {
        let minorUnits: Int64
        let code: String
        let text: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Amount(minorUnits: 0, code: "usd", text: "0.00 USD"),
        Amount(minorUnits: 5, code: "usd", text: "0.05 USD"),
        Amount(minorUnits: 99, code: "usd", text: "0.99 USD"),
        Amount(minorUnits: 100, code: "usd", text: "1.00 USD"),
        Amount(minorUnits: 1_250, code: "eur", text: "12.50 EUR"),
        Amount(minorUnits: -1, code: "usd", text: "-0.01 USD"),
        Amount(minorUnits: -1_250, code: "usd", text: "-12.50 USD"),
        Amount(minorUnits: 123_456_789, code: "usd", text: "1234567.89 USD"),
        Amount(minorUnits: 0, code: "jpy", text: "0 JPY"),
        Amount(minorUnits: 1_200, code: "jpy", text: "1200 JPY"),
        Amount(minorUnits: -7, code: "jpy", text: "-7 JPY"),
        Amount(minorUnits: 500, code: "ugx", text: "5.00 UGX"),
        Amount(minorUnits: 150_000, code: "isk", text: "1500.00 ISK"),
        Amount(minorUnits: 5, code: "kwd", text: "0.005 KWD"),
        Amount(minorUnits: 1_230, code: "bhd", text: "1.230 BHD"),
        Amount(minorUnits: -10, code: "tnd", text: "-0.010 TND"),
        Amount(minorUnits: .max, code: "usd", text: "92233720368547758.07 USD"),
        Amount(minorUnits: .min, code: "usd", text: "-92233720368547758.08 USD"),
        Amount(minorUnits: .min, code: "jpy", text: "-9223372036854775808 JPY"),
    ])
    func anAmountIsWrittenWithItsCurrencysDecimals(_ amount: Amount) throws {
        let money = Money(minorUnits: amount.minorUnits, try #require(Currency(amount.code)))
        #expect(money.description == amount.text)
        #expect(money.majorUnits == String(amount.text.dropLast(4)))
    }

    @Test func amountsOfOneCurrencyAddAndSubtract() {
        let (ten, three) = (Money(minorUnits: 1_000, .usd), Money(minorUnits: 300, .usd))
        #expect(ten + three == Money(minorUnits: 1_300, .usd))
        #expect(three - ten == Money(minorUnits: -700, .usd))
    }

    @Test func theSameNumberOfAnotherCurrencyIsAnotherAmount() {
        #expect(Money(minorUnits: 100, .usd) != Money(minorUnits: 100, .eur))
    }

    @Test func twoCurrenciesNeverAdd() async {
        await #expect(processExitsWith: .failure) {
            _ = Money(minorUnits: 1, .usd) + Money(minorUnits: 1, .eur)
        }
        await #expect(processExitsWith: .failure) {
            _ = Money(minorUnits: 1, .usd) - Money(minorUnits: 1, .jpy)
        }
    }

    @Test func aSumPastTheRangeStopsInsteadOfWrapping() async {
        await #expect(processExitsWith: .failure) {
            _ = Money(minorUnits: .max, .usd) + Money(minorUnits: 1, .usd)
        }
    }

    @Test func itSurvivesAFile() throws {
        let money = Money(minorUnits: -.max, .jpy)
        #expect(try JSONDecoder().decode(Money.self, from: JSONEncoder().encode(money)) == money)
    }
}
