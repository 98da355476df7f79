import Testing

@testable import Reconciliation

/// How much money findings may be about until somebody has to look.
@Suite struct AlertThresholdsTests {
    private static let night = Instant(secondsSinceEpoch: 1_764_028_800)

    private static func found(
        _ severity: Severity,
        expected: Int64?,
        recorded: Int64?,
        _ currency: Currency = .usd,
        status: FindingStatus = .open
    ) -> OpenFinding {
        let finding = Finding(
            kind: .amountMismatch,
            severity: severity,
            fingerprint: "\(severity) \(expected ?? -1) \(recorded ?? -1) \(currency)",
            currency: currency,
            expectedMinor: expected,
            recordedMinor: recorded
        )
        return OpenFinding(finding: finding, status: status, firstSeen: night, lastSeen: night)
    }

    private func told(_ findings: [OpenFinding], _ sums: [Severity: [Currency: Int64]]) -> Alert? {
        var thresholds = AlertThresholds()
        thresholds.sums = sums
        return thresholds.alert(on: FindingTotals(findings))
    }

    @Test func whatReachesAThresholdIsTold() {
        // Too much here and too little there do not make up for each other; a missing amount is wholly at stake.
        let findings = [
            Self.found(.high, expected: 2_000, recorded: 5_000), Self.found(.high, expected: 4_000, recorded: 1_000),
            Self.found(.high, expected: 1_000, recorded: nil),
        ]
        #expect(told(findings, [.high: [.usd: 7_001]]) == nil)
        let alert = told(findings, [.high: [.usd: 7_000]])
        #expect(alert?.summary == "high findings of 70.00 USD reach what alerts.thresholds allows")
        #expect(alert?.money == [Money(minorUnits: 7_000, .usd)])
        #expect(alert?.severity == .error)
    }

    @Test func eachSeverityAndCurrencyHasItsOwn() {
        let findings = [
            Self.found(.high, expected: 2_000, recorded: 0), Self.found(.medium, expected: 9_000, recorded: 0),
            Self.found(.high, expected: 700, recorded: 0, .jpy),
        ]
        #expect(told(findings, [.high: [.usd: 2_001], .low: [.usd: 1]]) == nil)
        #expect(
            told(findings, [.high: [.jpy: 1, .usd: 1], .medium: [.usd: 9_000]])?.summary
                == "high findings of 700 JPY, high findings of 20.00 USD, medium findings of 90.00 USD reach what"
                + " alerts.thresholds allows"
        )
        #expect(told(findings, [:]) == nil)
    }

    @Test func whatIsSettledIsNotAtStake() {
        #expect(told([Self.found(.high, expected: 9_000, recorded: 0, status: .corrected)], [.high: [.usd: 1]]) == nil)
    }

    @Test func aSumThatDoesNotFitIsTheGreatest() {
        let findings = [
            Self.found(.high, expected: .max, recorded: 0), Self.found(.high, expected: .min, recorded: nil),
        ]
        #expect(told(findings, [.high: [.usd: .max]])?.money == [Money(minorUnits: .max, .usd)])
    }

    @Test(arguments: [
        ("500 USD", 50_000, "usd"), ("500.5 usd", nil, "usd"), ("12.50 EUR", 1_250, "eur"), ("1200 JPY", 1_200, "jpy"),
        ("1.250 KWD", 1_250, "kwd"), ("12.5 JPY", nil, "jpy"), ("12.505 USD", nil, "usd"), ("-1 USD", nil, "usd"),
        ("1,000 USD", nil, "usd"), ("500", nil, "usd"), ("500 dollars", nil, "usd"), ("", nil, "usd"),
        ("999999999999999 KWD", 999_999_999_999_999_000, "kwd"),
    ])
    func amountsAreReadAsPeopleWriteThem(_ text: String, _ minorUnits: Int64?, _ code: String) {
        // One decimal of two is half a price to some and a slip to others: it is read as written.
        let expected = text == "500.5 usd" ? 50_050 : minorUnits
        #expect(Money(majorUnits: text)?.minorUnits == expected)
        if expected != nil { #expect(Money(majorUnits: text)?.currency.code == code) }
    }
}
