import Testing

@testable import StripeSimulator

/// Each filter that Stripe's lists have, on one small account.
@Suite struct FilterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var target: String
        var ids: [String]
        var testDescription: String { target }
    }

    /// Two sales, the first refunded and disputed, an open page, and a subscription with a paid and an open invoice.
    static var account: StripeAccount {
        var account = StripeAccount()
        account.addSale("A", of: 2000, at: 100, customer: "cus_A", email: "a@example.com")
        account.addSale("B", of: 500, "eur", at: 200)
        account.checkoutSessions.append(CheckoutSession("cs_test_open", amount: 500, at: 300))
        account.refund("ch_A", amount: 500, at: 400, id: "re_A")
        account.dispute("ch_A", at: 500, status: "won")
        account.customers.append(Customer("cus_A", email: "a@example.com", at: 50))
        var ended = Subscription("sub_ended", customer: "cus_A", amount: 1900, at: 60)
        ended.status = "canceled"
        account.subscriptions.append(ended)
        account.subscriptions.append(Subscription("sub_A", customer: "cus_A", amount: 1900, at: 70))
        for (id, isPaid) in [("in_paid", true), ("in_open", false)] {
            var invoice = Invoice(id, amount: 1900, at: 600, subscription: isPaid ? "sub_A" : nil)
            invoice.customer = "cus_A"
            if isPaid {
                invoice.pay(at: 600, paymentIntent: "pi_in", charge: "ch_in")
            } else {
                invoice.finalize(at: 600)
            }
            account.invoices.append(invoice)
            account.invoicePayments.append(
                InvoicePayment(
                    "inpay_\(id)",
                    of: id,
                    by: "pi_\(id)",
                    amount: 1900,
                    at: 600,
                    status: isPaid ? "paid" : "open"
                )
            )
        }
        account.record(
            "charge.refunded",
            about: .charge(account.charges["ch_A"]),
            at: 400,
            id: "evt_refunded",
            pendingWebhooks: 1
        )
        return account
    }

    @Test(arguments: [
        Case(target: "/v1/charges", ids: ["ch_B", "ch_A"]),
        Case(target: "/v1/charges?payment_intent=pi_A", ids: ["ch_A"]),
        Case(target: "/v1/charges?payment_intent=pi_none", ids: []),
        Case(target: "/v1/charges?customer=cus_A", ids: ["ch_A"]),
        Case(target: "/v1/charges?transfer_group=g", ids: []),
        Case(target: "/v1/charges?customer=cus_A&payment_intent=pi_B", ids: []),
        Case(target: "/v1/checkout/sessions", ids: ["cs_test_open", "cs_test_B", "cs_test_A"]),
        Case(target: "/v1/checkout/sessions?status=open", ids: ["cs_test_open"]),
        Case(target: "/v1/checkout/sessions?status=complete", ids: ["cs_test_B", "cs_test_A"]),
        Case(target: "/v1/checkout/sessions?status=complete&created[lt]=200", ids: ["cs_test_A"]),
        Case(target: "/v1/checkout/sessions?status=complete&starting_after=cs_test_B", ids: ["cs_test_A"]),
        Case(target: "/v1/checkout/sessions?status=complete&ending_before=cs_test_A", ids: ["cs_test_B"]),
        Case(target: "/v1/checkout/sessions?payment_intent=pi_B", ids: ["cs_test_B"]),
        Case(target: "/v1/checkout/sessions?customer_details[email]=a%40example.com", ids: ["cs_test_A"]),
        Case(target: "/v1/checkout/sessions?subscription=sub_A", ids: []),
        Case(target: "/v1/payment_intents?customer=cus_A", ids: ["pi_A"]),
        Case(target: "/v1/refunds?charge=ch_A", ids: ["re_A"]),
        Case(target: "/v1/refunds?payment_intent=pi_A", ids: ["re_A"]),
        Case(target: "/v1/refunds?charge=ch_B", ids: []),
        Case(target: "/v1/disputes?charge=ch_A", ids: ["dp_A"]),
        Case(target: "/v1/disputes?payment_intent=pi_B", ids: []),
        Case(target: "/v1/invoices?status=paid", ids: ["in_paid"]),
        Case(target: "/v1/invoices?status=draft", ids: []),
        Case(target: "/v1/invoices?subscription=sub_A", ids: ["in_paid"]),
        Case(
            target: "/v1/invoices?customer=cus_A&collection_method=charge_automatically",
            ids: ["in_open", "in_paid"]
        ),
        Case(target: "/v1/invoice_payments?invoice=in_open", ids: ["inpay_in_open"]),
        Case(target: "/v1/invoice_payments?status=paid", ids: ["inpay_in_paid"]),
        Case(
            target: "/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_in_paid",
            ids: ["inpay_in_paid"]
        ),
        Case(target: "/v1/events?type=charge.refunded", ids: ["evt_refunded"]),
        Case(
            target: "/v1/events?type=charge.*",
            ids: ["evt_refunded", "evt_ch_B_charge.succeeded", "evt_ch_A_charge.succeeded"]
        ),
        Case(
            target: "/v1/events?types[]=charge.refunded&types[]=checkout.session.completed",
            ids: [
                "evt_refunded", "evt_cs_test_B_checkout.session.completed", "evt_cs_test_A_checkout.session.completed",
            ]
        ),
        Case(target: "/v1/events?types[0]=charge.refunded", ids: ["evt_refunded"]),
        Case(target: "/v1/events?delivery_success=false", ids: ["evt_refunded"]),
        Case(target: "/v1/events?delivery_success=true&type=charge.refunded", ids: []),
        Case(target: "/v1/subscriptions", ids: ["sub_A"]),
        Case(target: "/v1/subscriptions?status=all", ids: ["sub_A", "sub_ended"]),
        Case(target: "/v1/subscriptions?status=canceled", ids: ["sub_ended"]),
        Case(target: "/v1/subscriptions?status=ended", ids: ["sub_ended"]),
        Case(target: "/v1/customers?email=a@example.com", ids: ["cus_A"]),
    ])
    func aFilterKeepsWhatItNames(_ expected: Case) throws {
        try withStripe(Self.account) { _, client in
            let page = try client.ask(expected.target)
            #expect(page.status == 200)
            #expect(page.ids == expected.ids)
        }
    }

    @Test func filteredPagesAreCutToo() throws {
        var account = StripeAccount()
        for number in 0..<7 {
            var session = CheckoutSession("cs_test_\(number)", amount: 500, at: 100)
            if number % 2 == 0 { session.status = "expired" }
            account.checkoutSessions.append(session)
        }
        try withStripe(account) { _, client in
            let first = try client.ask("/v1/checkout/sessions?status=expired&limit=3")
            #expect(first.ids == ["cs_test_6", "cs_test_4", "cs_test_2"])
            #expect(first.hasMore == true)
            let rest = try client.ask("/v1/checkout/sessions?status=expired&limit=3&starting_after=cs_test_2")
            #expect(rest.ids == ["cs_test_0"])
            #expect(rest.hasMore == false)
        }
    }

    @Test func eventsOlderThanTheAccountKeepsAreGone() throws {
        var account = Self.account
        account.eventsKeptSince = 200
        try withStripe(account) { _, client in
            let ids = try client.ask("/v1/events?limit=100").ids
            #expect(ids.count == 4)
            #expect(try client.ask("/v1/events/evt_ch_A_charge.succeeded").status == 404)
        }
    }
}
