import Testing

@testable import StripeSimulator

/// Single objects, the two shapes, and expansion.
@Suite struct ObjectTests {
    @Test(arguments: [
        "/v1/charges/ch_A", "/v1/checkout/sessions/cs_test_A", "/v1/payment_intents/pi_A", "/v1/refunds/re_A",
        "/v1/disputes/dp_A", "/v1/invoices/in_paid", "/v1/invoice_payments/inpay_in_paid", "/v1/events/evt_refunded",
        "/v1/subscriptions/sub_ended", "/v1/customers/cus_A",
    ])
    func everyKindIsReadById(_ target: String) throws {
        try withStripe(FilterTests.account) { _, client in
            let answer = try client.ask(target)
            #expect(answer.status == 200)
            #expect(answer.json["id"] as? String == target.split(separator: "/").last.map(String.init))
        }
    }

    @Test func theVersionOfTheRequestChoosesTheShape() throws {
        try withStripe(FilterTests.account) { _, client in
            let current = try client.ask("/v1/invoices/in_paid", ["Stripe-Version": "2025-08-27.basil"])
            #expect(current.json["charge"] == nil)
            #expect((current.json["parent"] as? [String: Any])?["type"] as? String == "subscription_details")
            let former = try client.ask("/v1/invoices/in_paid", ["Stripe-Version": "2024-06-20"])
            #expect(former.json["charge"] as? String == "ch_in")
            #expect(former.json["subscription"] as? String == "sub_A")
            #expect(former.json["parent"] == nil)
            #expect(former.headers["stripe-version"] == "2024-06-20")
        }
    }

    @Test func expandingPutsTheObjectInThePlaceOfItsId() throws {
        try withStripe(FilterTests.account) { _, client in
            let target = "/v1/checkout/sessions?status=complete&expand[]=data.payment_intent.latest_charge"
            let sessions = try #require(try client.ask(target).json["data"] as? [[String: Any]])
            let intents = sessions.compactMap { $0["payment_intent"] as? [String: Any] }
            #expect(intents.compactMap { $0["id"] as? String } == ["pi_B", "pi_A"])
            let charges = intents.compactMap { $0["latest_charge"] as? [String: Any] }
            #expect(charges.compactMap { $0["id"] as? String } == ["ch_B", "ch_A"])
            let one = try client.ask("/v1/charges/ch_A?expand[]=customer")
            #expect((one.json["customer"] as? [String: Any])?["email"] as? String == "a@example.com")
        }
    }

    @Test func invoicePaymentsAreThereWhenExpanded() throws {
        try withStripe(FilterTests.account) { _, client in
            #expect(try client.ask("/v1/invoices/in_paid").json["payments"] == nil)
            let expanded = try client.ask("/v1/invoices?status=paid&expand[]=data.payments")
            let invoices = try #require(expanded.json["data"] as? [[String: Any]])
            let payments = (invoices.first?["payments"] as? [String: Any])?["data"] as? [[String: Any]]
            #expect(payments?.compactMap { $0["id"] as? String } == ["inpay_in_paid"])
        }
    }

    @Test func aChangeIsSeenByTheNextRequest() throws {
        try withStripe(FilterTests.account) { stripe, client in
            let before = try client.ask("/v1/charges/ch_B")
            #expect(before.json["amount_refunded"] as? Int == 0)
            stripe.account.update { account in _ = account.refund("ch_B", at: 700) }
            #expect(try client.ask("/v1/charges/ch_B").json["refunded"] as? Bool == true)
            #expect(try client.ask("/v1/refunds?charge=ch_B").ids == ["re_B_700"])
        }
    }
}
