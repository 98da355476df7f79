import Testing

@testable import StripeSimulator

/// What Stripe refuses, and how: status, code, parameter and words.
@Suite struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var target: String
        var status: Int
        var code: String?
        var parameter: String?
        var message: String
        var testDescription: String { target }

        init(_ target: String, _ status: Int, _ code: String?, _ parameter: String?, _ message: String) {
            (self.target, self.status, self.code, self.parameter) = (target, status, code, parameter)
            self.message = message
        }
    }

    @Test(arguments: [
        Case("/v1/charges?limit=0", 400, nil, "limit", "This value must be greater than or equal to 1."),
        Case(
            "/v1/charges?limit=101",
            400,
            nil,
            "limit",
            "This value must be less than or equal to 100 (it currently is '101')."
        ),
        Case("/v1/charges?limit=ten", 400, "parameter_invalid_integer", "limit", "Invalid integer: ten"),
        Case("/v1/charges?created[gte]=1e9", 400, "parameter_invalid_integer", "created[gte]", "Invalid integer: 1e9"),
        Case(
            "/v1/charges?created=99999999999999999999",
            400,
            "parameter_invalid_integer",
            "created",
            "Invalid integer: 99999999999999999999"
        ),
        Case(
            "/v1/charges?created[gt]=-9223372036854775808",
            400,
            "parameter_invalid_integer",
            "created[gt]",
            "Invalid integer: -9223372036854775808"
        ),
        Case(
            "/v1/charges/ch_A?expand[]=a.b.c.d.e",
            400,
            nil,
            "expand",
            "You cannot expand more than 4 levels of a property: a.b.c.d.e"
        ),
        Case("/v1/charges?status=paid", 400, "parameter_unknown", "status", "Received unknown parameter: status"),
        Case("/v1/charges?a=1&b=2", 400, "parameter_unknown", "a", "Received unknown parameters: a, b"),
        Case(
            "/v1/charges?created[after]=1",
            400,
            "parameter_unknown",
            "created[after]",
            "Received unknown parameter: created[after]"
        ),
        Case("/v1/charges/ch_A?limit=1", 400, "parameter_unknown", "limit", "Received unknown parameter: limit"),
        Case(
            "/v1/charges?starting_after=ch_A&ending_before=ch_B",
            400,
            nil,
            nil,
            "You can only specify one of these parameters: ending_before, starting_after."
        ),
        Case(
            "/v1/charges?starting_after=ch_none",
            400,
            "resource_missing",
            "starting_after",
            "No such charge: 'ch_none'"
        ),
        Case(
            "/v1/charges?ending_before=ch_none",
            400,
            "resource_missing",
            "ending_before",
            "No such charge: 'ch_none'"
        ),
        Case("/v1/charges/ch_none", 404, "resource_missing", "id", "No such charge: 'ch_none'"),
        Case("/v1/checkout/sessions/cs_none", 404, "resource_missing", "id", "No such checkout.session: 'cs_none'"),
        Case(
            "/v1/checkout/sessions?status=paid",
            400,
            nil,
            "status",
            "Invalid status: must be one of open, complete, or expired"
        ),
        Case("/v1/events?delivery_success=no", 400, nil, "delivery_success", "Invalid boolean: no"),
        Case(
            "/v1/events?type=a&types[]=b",
            400,
            nil,
            nil,
            "You may only specify one of these parameters: type, types."
        ),
        Case(
            "/v1/charges?expand[]=data.amount",
            400,
            nil,
            "expand",
            "This property cannot be expanded (amount). You may want to try expanding 'data.amount' instead."
        ),
        Case(
            "/v1/coupons",
            404,
            nil,
            nil,
            "Unrecognized request URL (GET: /v1/coupons). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
        ),
        Case(
            "/v1/charges/",
            404,
            nil,
            nil,
            "Unrecognized request URL (GET: /v1/charges/). If you are trying to list objects, remove the trailing slash. Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
        ),
    ])
    func whatIsWrongIsNamed(_ expected: Case) throws {
        try withStripe(FilterTests.account) { _, client in
            let answer = try client.ask(expected.target)
            #expect(answer.status == expected.status)
            #expect(answer.error["type"] as? String == "invalid_request_error")
            #expect(answer.error["code"] as? String == expected.code)
            #expect(answer.error["param"] as? String == expected.parameter)
            #expect(answer.error["message"] as? String == expected.message)
            #expect(answer.headers["request-id"]?.hasPrefix("req_") == true)
        }
    }

    @Test func anEmptyValueAndAnUnknownVersionAreRefused() throws {
        try withStripe(FilterTests.account) { _, client in
            #expect(try client.ask("/v1/charges?limit=").error["code"] as? String == "parameter_invalid_empty")
            let answer = try client.ask("/v1/charges", ["Stripe-Version": "basil"])
            #expect(answer.status == 400)
            #expect(answer.error["message"] as? String == "Invalid Stripe API version: basil")
        }
    }

    @Test func onlyReadingIsPossible() throws {
        try withStripe(FilterTests.account) { _, client in
            client.send(
                "POST /v1/charges HTTP/1.1\r\nAuthorization: Bearer sk_test_tieout\r\nContent-Length: 8\r\n\r\namount=1"
            )
            let answer = try #require(client.readAnswer())
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "GET")
            #expect(try client.ask("/v1/charges?limit=1").status == 200)
        }
    }
}
