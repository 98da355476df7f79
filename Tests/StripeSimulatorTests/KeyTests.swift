import Foundation
import Testing

@testable import StripeSimulator

/// Who may read what.
@Suite struct KeyTests {
    static func basic(_ user: String) -> String {
        "Basic " + Data("\(user):".utf8).base64EncodedString()
    }

    @Test(arguments: ["Bearer sk_test_tieout", "bearer sk_test_tieout", basic("sk_test_tieout")])
    func aKnownKeyIsAcceptedAsBearerAndAsBasic(_ authorization: String) throws {
        try withStripe(FilterTests.account) { _, client in
            let answer = try client.ask("/v1/charges", authorization: authorization)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        (nil, "You did not provide an API key."), ("Bearer", "You did not provide an API key."),
        ("Digest sk_test_tieout", "You did not provide an API key."),
        ("Bearer sk_test_wrong0815", "Invalid API Key provided: sk_test_*****0815"),
        ("Bearer sk_live_tieout", "Invalid API Key provided: sk_live_**eout"),
        (basic("nobody"), "Invalid API Key provided: **body"),
    ])
    func anyOtherIsRefused(_ authorization: String?, _ message: String) throws {
        try withStripe(FilterTests.account) { _, client in
            let answer = try client.ask("/v1/charges", authorization: authorization)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == #"Bearer realm="Stripe""#)
            #expect(answer.error["type"] as? String == "invalid_request_error")
            let said = try #require(answer.error["message"] as? String)
            #expect(said.hasPrefix(message), "\(said)")
        }
    }

    @Test func aKeyOfTheOtherModeIsUnknown() throws {
        let keys = [AccessKey("sk_test_a"), AccessKey("sk_live_b")]
        try withStripe(StripeAccount(livemode: true), keys: keys) { _, client in
            let test = try client.ask("/v1/charges", authorization: "Bearer sk_test_a")
            let live = try client.ask("/v1/charges", authorization: "Bearer sk_live_b")
            #expect(test.status == 401)
            #expect(live.status == 200)
        }
    }

    @Test(arguments: [
        ("/v1/charges", 200, ""), ("/v1/charges/ch_A", 200, ""), ("/v1/disputes", 403, "rak_dispute_read"),
        ("/v1/checkout/sessions/cs_test_A", 403, "rak_checkout_session_read"),
        ("/v1/invoice_payments", 403, "rak_invoice_read"), ("/v1/prices/price_A", 403, "rak_plan_read"),
    ])
    func aRestrictedKeyReadsWhatItMay(_ target: String, _ status: Int, _ permission: String) throws {
        let keys = [AccessKey("rk_test_charges_only", readable: [.charge])]
        try withStripe(FilterTests.account, keys: keys) { _, client in
            let answer = try client.ask(target, authorization: "Bearer rk_test_charges_only")
            #expect(answer.status == status)
            guard status == 403 else { return }
            #expect(
                answer.error["message"] as? String == """
                    The provided key 'rk_test_********only' does not have the required permissions for this endpoint on \
                    account 'acct_1TieoutSimulated'. Having the '\(permission)' permission would allow this request to continue.
                    """
            )
        }
    }
}
