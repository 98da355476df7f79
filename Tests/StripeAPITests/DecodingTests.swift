import Reconciliation
import Testing

@testable import StripeAPI

/// What Stripe sends, and what is kept of it.
@Suite struct DecodingTests {
    @Test func aChargeOfToday() throws {
        let charge = """
            {"id":"ch_1","object":"charge","amount":2000,"amount_captured":1500,"amount_refunded":0,"balance_transaction":"txn_1",
             "billing_details":{"address":{"city":null},"email":"buyer@example.com"},"captured":true,"created":1700000000,
             "currency":"usd","customer":{"id":"cus_1","object":"customer","name":"Ada"},"disputed":false,"failure_code":null,
             "failure_message":null,"livemode":false,"metadata":{"amount":"1"},"paid":true,"payment_intent":"pi_1",
             "payment_method_details":{"card":{"brand":"visa","type":"inner"},"type":"card"},"refunded":false,
             "refunds":{"object":"list","data":[{"id":"re_1","amount":7}],"has_more":false},"status":"succeeded"}
            """

        #expect(
            try decoded(.charge, charge) == [
                "id=ch_1 created=1700000000 amount=2000 amount_captured=1500 amount_refunded=0 currency=usd captured=true "
                    + "paid=true refunded=false disputed=false status=succeeded payment_intent=pi_1 customer=cus_1 "
                    + "payment_method_type=card livemode=false"
            ]
        )
    }

    @Test func aChargeOfAnOlderVersionNamesItsInvoice() throws {
        let charge = """
            {"id":"ch_2","object":"charge","amount":900,"amount_refunded":0,"captured":false,"created":1600000000,
             "currency":"eur","invoice":"in_1","livemode":true,"status":"pending","payment_intent":null}
            """

        #expect(
            try decoded(.charge, charge) == [
                "id=ch_2 created=1600000000 amount=900 amount_refunded=0 currency=eur captured=false status=pending "
                    + "invoice=in_1 livemode=true"
            ]
        )
    }

    @Test(arguments: [
        #""parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_new","metadata":{}}}"#,
        #""parent":{"subscription_details":{"subscription":{"id":"sub_new","object":"subscription"}}}"#,
        #""parent":null,"subscription":"sub_new""#,
        #""subscription":{"id":"sub_new","object":"subscription","customer":"cus_9"}"#,
        #""subscription":"sub_old","parent":{"subscription_details":{"subscription":"sub_new"}}"#,
        #""parent":{"subscription_details":{"subscription":"sub_new"}},"subscription":"sub_old""#,
        #""parent":{"subscription_details":null},"subscription":"sub_new""#,
    ])
    func anInvoiceNamesItsSubscriptionInTheOldOrTheNewPlace(place: String) throws {
        let invoice = """
            {"id":"in_1","object":"invoice","created":1700000000,"currency":"usd","amount_due":1000,"amount_paid":0,
             "livemode":false,"status":"open",\(place)}
            """

        #expect(
            try decoded(.invoice, invoice) == [
                "id=in_1 created=1700000000 status=open currency=usd amount_due=1000 amount_paid=0 subscription=sub_new livemode=false"
            ]
        )
    }

    @Test func anOldInvoiceNamesItsPayment() throws {
        let invoice = """
            {"id":"in_2","object":"invoice","created":1600000000,"currency":"usd","amount_due":1000,"amount_paid":1000,
             "charge":"ch_1","payment_intent":{"id":"pi_1"},"livemode":false,"status":"paid",
             "status_transitions":{"finalized_at":1600000001,"paid_at":1600000002,"voided_at":null}}
            """

        #expect(
            try decoded(.invoice, invoice) == [
                "id=in_2 created=1600000000 status=paid currency=usd amount_due=1000 amount_paid=1000 payment_intent=pi_1 "
                    + "charge=ch_1 finalized_at=1600000001 paid_at=1600000002 livemode=false"
            ]
        )
    }

    @Test func aSessionKeepsItsMetadataAsJSON() throws {
        let session = #"""
            {"id":"cs_1","object":"checkout.session","created":1700000000,"mode":"payment","payment_status":"paid",
             "status":null,"livemode":false,"total_details":{"amount_discount":50,"amount_tax":0},
             "metadata":{"type":"credit_purchase", "user_id":"a\"b", "n":[1,{"x":-0.5e3}], "nul":"a\u0000b\ud83d"}}
            """#

        #expect(
            try decoded(.checkoutSession, session) == [
                #"id=cs_1 created=1700000000 mode=payment payment_status=paid amount_discount=50 amount_tax=0 livemode=false "#
                    + #"metadata={"type":"credit_purchase", "user_id":"a\"b", "n":[1,{"x":-0.5e3}], "nul":"a\ufffdb\ufffd"}"#
            ]
        )
    }

    @Test func anEventNamesItsObject() throws {
        let event = """
            {"id":"evt_1","object":"event","created":1700000000,"type":"checkout.session.completed","pending_webhooks":1,
             "livemode":false,"data":{"previous_attributes":{"object":"x"},"object":{"id":"cs_1","object":"checkout.session"}}}
            """

        #expect(
            try decoded(.event, event) == [
                "id=evt_1 created=1700000000 type=checkout.session.completed pending_webhooks=1 "
                    + "object_kind=checkout.session object_id=cs_1 livemode=false"
            ]
        )
    }

    @Test func valuesOfAnEnumerationThatNobodyKnewSurvive() throws {
        #expect(
            try decoded(.refund, refund(#","status":"reversed_by_moon""#)) == [
                "id=re_1 created=1700000000 amount=500 currency=usd status=reversed_by_moon"
            ]
        )
    }

    @Test(arguments: [
        (#"plain"#, "plain"),
        (#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{C}\n\r\tz"),
        (#"\u00e9\u20AC"#, "é€"),
        (#"\uD83D\uDE00"#, "😀"),
        (#"😀é"#, "😀é"),
        (#"a\u0000b"#, "a\u{FFFD}b"),
        (#"\ud83d"#, "\u{FFFD}"),
        (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
        (#"\ud83d\u0041"#, "\u{FFFD}A"),
        (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
        ("", ""),
    ])
    func textBecomesWhatPostgreSQLCanStore(json: String, text: String) throws {
        #expect(
            try decoded(.refund, refund(#","reason":"\#(json)""#)) == [
                "id=re_1 created=1700000000 amount=500 currency=usd reason=\(text)"
            ]
        )
    }

    @Test(arguments: ["0", "-1", "9223372036854775807", "-9223372036854775808", "-0"])
    func wholeNumbersOf64Bits(number: String) throws {
        let expected = try #require(Int64(number))
        #expect(
            try decoded(.refund, refund(amount: number)) == [
                "id=re_1 created=1700000000 amount=\(expected) currency=usd"
            ]
        )
    }

    @Test func keysMayBeSpeltWithEscapes() throws {
        let spelt = #"{"id":"re_1","object":"refund","\u0061mount":500,"created":1700000000,"curr\u0065ncy":"usd"}"#
        #expect(try decoded(.refund, spelt) == ["id=re_1 created=1700000000 amount=500 currency=usd"])
    }

    @Test func aPageSaysWhetherTheListGoesOn() throws {
        let body =
            #" { "has_more" : true , "data" : [ \#(refund()) , \#(refund(id: #""re_2""#)) ] , "object" : "list" } "#

        let page = try RecordDecoder(.refund).page(Array(body.utf8), as: .page(after: nil), requestID: "req_1")

        #expect(page.hasMore)
        #expect(page.requestID == "req_1")
        #expect((0..<page.count).map(page.id) == ["re_1", "re_2"])
    }

    @Test func oneObjectByItself() throws {
        let page = try RecordDecoder(.refund).page(Array(refund().utf8), as: .object, requestID: nil)

        #expect(rows(page) == ["id=re_1 created=1700000000 amount=500 currency=usd"])
        #expect(!page.hasMore)
    }

    @Test func aDecoderForgetsTheBodyBefore() throws {
        let decoder = RecordDecoder(.refund)
        let long = refund(#","reason":"\#(String(repeating: "x", count: 1_000_000))""#)
        _ = try decoder.page(Array(long.utf8), as: .object, requestID: nil)
        #expect(throws: DecodingFailure.self) { try decoder.page([], as: .object, requestID: nil) }

        let page = try decoder.page(Array(refund().utf8), as: .object, requestID: nil)

        #expect(rows(page) == ["id=re_1 created=1700000000 amount=500 currency=usd"])
    }

    @Test func severalTasksDecodeAtOnceEachItsOwnBody() async throws {
        let decoder = RecordDecoder(.refund)
        let read = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for number in 0..<500 {
                group.addTask {
                    let body = refund(id: #""re_\#(number)""#, amount: "\(number)")
                    return (number, rows(try decoder.page(Array(body.utf8), as: .object, requestID: nil)))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        #expect(
            read
                == Dictionary(
                    uniqueKeysWithValues: (0..<500).map {
                        ($0, ["id=re_\($0) created=1700000000 amount=\($0) currency=usd"])
                    }
                )
        )
    }
}
