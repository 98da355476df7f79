import Testing

@testable import StripeSimulator

/// HTTP as it is spoken: headers, many requests on one connection, limits, many servers.
@Suite struct WireTests {
    @Test func anAnswerCarriesStripesHeaders() throws {
        var options = Server.Options()
        options.clock = { 1_795_430_096 }
        let server = try Server(LiveAccount(FilterTests.account), options: options)
        defer { server.stop() }
        let client = RawClient(port: server.port)
        let first = try client.ask("/v1/charges")
        #expect(first.headers["content-type"] == "application/json")
        #expect(first.headers["date"] == "Mon, 23 Nov 2026 10:34:56 GMT")
        #expect(first.headers["stripe-version"] == "2025-08-27.basil")
        #expect(first.headers["connection"] == "keep-alive")
        let second = try client.ask("/v1/charges")
        #expect(first.headers["request-id"] != second.headers["request-id"])
        #expect(first.body == second.body)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func datesAreThoseOfTheCalendar(_ second: Int64, _ text: String) {
        #expect(HTTPDate.text(unixSeconds: second) == text)
    }

    @Test func requestsSentTogetherAreAnsweredInOrder() throws {
        try withStripe(FilterTests.account) { _, client in
            client.send(get("/v1/charges/ch_A") + get("/v1/charges/ch_none") + get("/v1/charges/ch_B"))
            let answers = (0..<3).compactMap { _ in client.readAnswer() }
            #expect(answers.map(\.status) == [200, 404, 200])
            #expect(answers.last?.json["id"] as? String == "ch_B")
        }
    }

    @Test func aRequestMayArriveInPieces() throws {
        try withStripe(FilterTests.account) { _, client in
            for character in get("/v1/charges/ch_A") { client.send(String(character)) }
            let answer = try #require(client.readAnswer())
            #expect(answer.status == 200)
        }
    }

    @Test func theConnectionClosesWhenAsked() throws {
        try withStripe(FilterTests.account) { _, client in
            client.send(get("/v1/charges", ["Connection": "close"]))
            let text = String(decoding: try #require(client.readToEnd()), as: UTF8.self)
            #expect(text.contains("Connection: close\r\n"))
        }
    }

    struct Nonsense: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var status: Int
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ status: Int) {
            (self.name, self.text, self.status) = (name, text, status)
        }
    }

    @Test(arguments: [
        Nonsense("no request line", "nonsense\r\n\r\n", 400),
        Nonsense("another protocol", "GET /v1/charges HTTP/2\r\n\r\n", 400),
        Nonsense("a wrong percent sign", "GET /v1/%zz HTTP/1.1\r\n\r\n", 400),
        Nonsense("bytes that are no UTF-8", "GET /v1/%ff HTTP/1.1\r\n\r\n", 400),
        Nonsense("a proxy's request", "GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400),
        Nonsense("no colon", "GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        Nonsense("a negative length", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        Nonsense("a large body", "GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        Nonsense("a chunked body", "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        Nonsense("a large head", "GET /?\(String(repeating: "x", count: 70_000)) HTTP/1.1\r\n\r\n", 431),
        Nonsense("a head without end", String(repeating: "x", count: 200_000), 431),
    ])
    func whatIsNoRequestIsRefusedAndEndsTheConnection(_ nonsense: Nonsense) throws {
        try withStripe(FilterTests.account) { _, client in
            client.send(nonsense.text)
            let answer = try #require(client.readAnswer())
            #expect(answer.status == nonsense.status)
            #expect(client.readToEnd() == [])
        }
    }

    @Test func theLogTellsWhatWasAsked() throws {
        try withStripe(FilterTests.account) { stripe, client in
            let answer = try client.ask("/v1/charges?limit=1", ["Stripe-Version": "2024-06-20"])
            _ = try client.ask("/v1/refunds", authorization: nil)
            #expect(stripe.requests.map(\.target) == ["/v1/charges?limit=1", "/v1/refunds"])
            #expect(stripe.requests.map(\.status) == [200, 401])
            #expect(stripe.requests.first?.requestID == answer.headers["request-id"])
            #expect(stripe.requests.first?.version == "2024-06-20")
        }
    }

    @Test func manyServersRunAtOnceAndAStoppedOneIsGone() throws {
        var other = StripeAccount()
        other.addSale("other", of: 100, at: 1)
        try withStripe(FilterTests.account) { one, client in
            let two = try Server(other)
            #expect(one.port != two.port)
            let second = RawClient(port: two.port)
            #expect(try second.ask("/v1/charges").ids == ["ch_other"])
            two.stop()
            two.stop()
            #expect(second.readAnswer() == nil)
            #expect(RawClient(port: two.port).isConnected == false)
            #expect(try client.ask("/v1/charges").ids == ["ch_B", "ch_A"])
        }
    }

    @Test func aTakenPortIsRefused() throws {
        try withStripe(FilterTests.account) { stripe, _ in
            var options = Server.Options()
            options.port = stripe.port
            #expect(throws: ServerError.self) { try Server(LiveAccount(StripeAccount()), options: options) }
        }
    }
}
