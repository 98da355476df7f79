import HTTPTransport
import Reconciliation
import Testing

@testable import StripeAPI

@Suite struct ConfigurationTests {
    @Test(arguments: [
        ("sk_live_abc", KeyMode.live, false), ("sk_test_abc", .test, false), ("rk_live_abc", .live, true),
        ("rk_test_a_b", .test, true),
    ])
    func aKeyTellsItsMode(text: String, mode: KeyMode, isRestricted: Bool) throws {
        let key = try StripeKey(Secret(text))

        #expect(key.mode == mode)
        #expect(key.isRestricted == isRestricted)
        #expect(!"\(key)".contains("abc"))
    }

    @Test(arguments: [
        ("", StripeConfigurationError.notAKey), ("sk_live_", .notAKey), ("sk_prod_abc", .notAKey), ("abc", .notAKey),
        ("sk_test_a b", .notAKey), ("sk_test_a\n", .notAKey), ("pk_live_abc", .publishableKey),
        ("sk_org_live_abc", .organizationKey),
    ])
    func whatIsNoKeyIsRefused(text: String, reason: StripeConfigurationError) {
        #expect(throws: reason) { try StripeKey(Secret(text)) }
    }

    @Test func anAddressInTheOpenIsRefused() {
        #expect(throws: StripeConfigurationError.address(.unencrypted)) {
            try StripeConfiguration(baseURL: "http://api.stripe.com", key: Secret("sk_test_abc"))
        }
    }

    @Test(arguments: [
        ("Invalid API Key provided: sk_test_****6789", "Invalid API Key provided: sk_test_***"),
        ("rk_live_51Habc, sk_live_51Habc.", "rk_live_***, sk_live_***."),
        ("sk_org_live_abc whsec_abc pk_test_abc", "sk_org_live_*** whsec_*** pk_test_***"),
        ("task_skipped and risk_free", "task_skipped and risk_free"),
    ])
    func keysAreBlottedOut(text: String, blotted: String) {
        #expect(KeyRedaction.redacted(text) == blotted)
    }

    @Test(arguments: [
        ("Mon, 23 Nov 2026 02:15:00 GMT", "2026-11-23T02:15:00Z"),
        ("Sat, 01 Jan 2000 00:00:00 GMT", "2000-01-01T00:00:00Z"),
    ])
    func datesOfAnswers(text: String, instant: String) {
        #expect(Instant(httpDate: text) == Instant(rfc3339: instant))
    }

    @Test(arguments: ["", "now", "2026-11-23", "Mon, 23 Nov 2026 02:15:00 CET", "Mon, 99 Nov 2026 02:15:00 GMT"])
    func whatIsNoDate(text: String) {
        #expect(Instant(httpDate: text) == nil)
    }

    /// Once the credit is used up: the third list need not wait behind the queue of the first, 10 ms from the others is all
    /// that the whole asks.
    @Test func requestsAreSpacedByEndpointAndInAll() {
        let budget = RequestBudget(RequestRates(perEndpoint: 25, overall: 100))
        for _ in 0...Pace.credit { #expect(budget.reserve("charges", at: .zero) == .zero) }

        let waits = ["charges", "invoices", "charges", "refunds"].map { budget.reserve($0, at: .zero) }

        #expect(waits == [.milliseconds(40), .milliseconds(10), .milliseconds(80), .milliseconds(20)])
        #expect(budget.reserve("charges", at: .seconds(10)) == .zero)
    }
}
