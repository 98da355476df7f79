import Testing

@testable import HTTPTransport

@Suite struct TransportTests {
    @Test func anAnswerComesWholeWithItsStatusAndFields() async throws {
        let server = try ScriptedServer { _ in
            [answer("404 Not Found", headers: ["Request-Id:  req_1 ", "X-Empty:"], body: "no such charge")]
        }

        let response = try await HTTPTransport().perform(HTTPRequest(url: server.url + "/v1/charges/ch_1"))

        #expect(response.status == 404)
        #expect(String(decoding: response.body, as: UTF8.self) == "no such charge")
        #expect(response.headers["request-id"] == "req_1")
        #expect(response.headers["X-Empty"] == "")
        #expect(response.headers["X-None"] == nil)
    }

    @Test func theRequestSaysWhatItWasTold() async throws {
        let server = try ScriptedServer { _ in [answer()] }
        let transport = HTTPTransport(HTTPTransportConfiguration(userAgent: "Tieout/1.0"))

        _ = try await transport.perform(
            HTTPRequest(url: server.url + "/v1/charges?limit=1", headers: [.init("Stripe-Version", "2025-08-27.basil")])
        )

        let lines = try #require(server.requests.first).split(separator: "\r\n").map(String.init)
        #expect(
            Set(lines) == [
                "GET /v1/charges?limit=1 HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: Tieout/1.0",
                "Accept: */*", "Accept-Encoding: gzip", "Stripe-Version: 2025-08-27.basil",
            ]
        )
    }

    @Test func aConnectionIsUsedAgain() async throws {
        let server = try ScriptedServer { connection in
            [answer(body: "\(connection)/1"), .readRequest, answer(body: "\(connection)/2"), .hold]
        }
        let transport = HTTPTransport()

        let first = try await transport.perform(HTTPRequest(url: server.url))
        let second = try await transport.perform(HTTPRequest(url: server.url))

        #expect([first, second].map { String(decoding: $0.body, as: UTF8.self) } == ["0/1", "0/2"])
    }

    @Test func aConnectionThatWasClosedMeanwhileIsReplaced() async throws {
        let server = try ScriptedServer { connection in [answer(body: "\(connection)"), .close] }
        let transport = HTTPTransport()

        let first = try await transport.perform(HTTPRequest(url: server.url))
        let second = try await transport.perform(HTTPRequest(url: server.url))

        #expect([first, second].map { String(decoding: $0.body, as: UTF8.self) } == ["0", "1"])
    }

    @Test func manyRequestsRunAtOnce() async throws {
        let server = try ScriptedServer { connection in [answer(body: "\(connection)"), .close] }
        let transport = HTTPTransport()

        let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<50 { group.addTask { try await transport.perform(HTTPRequest(url: server.url)).body } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }

        #expect(bodies.count == 50)
    }

    @Test func aCompressedBodyArrivesPlain() async throws {
        let server = try ScriptedServer { _ in
            [
                raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(gzippedList.count)\r\n\r\n"),
                .send(gzippedList),
            ]
        }

        let response = try await HTTPTransport().perform(HTTPRequest(url: server.url))

        #expect(String(decoding: response.body, as: UTF8.self) == #"{"object":"list"}"#)
    }

    @Test func anInterimAnswerIsNotTheAnswer() async throws {
        let server = try ScriptedServer { _ in
            [
                raw("HTTP/1.1 103 Early Hints\r\nRequest-Id: req_early\r\n\r\n"),
                answer(headers: ["Request-Id: req_final"]),
            ]
        }

        let response = try await HTTPTransport().perform(HTTPRequest(url: server.url))

        #expect(response.status == 200)
        #expect(response.headers["Request-Id"] == "req_final")
    }

    @Test func aRedirectIsAnAnswerAndNotFollowed() async throws {
        let elsewhere = try ScriptedServer { _ in [answer(body: "stolen")] }
        let server = try ScriptedServer { _ in [answer("302 Found", headers: ["Location: \(elsewhere.url)"])] }

        let response = try await HTTPTransport().perform(HTTPRequest(url: server.url))

        #expect(response.status == 302)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func aBodyIsPosted() async throws {
        let server = try ScriptedServer { _ in [answer("204 No Content")] }

        let response = try await HTTPTransport().perform(HTTPRequest(.post, url: server.url, body: Array("hello".utf8)))

        #expect(response.status == 204)
        #expect(server.requests.first?.contains("Content-Length: 5\r\n") == true)
    }

    @Test(arguments: ["a\r\nAuthorization: b", "a\u{0}b"])
    func aFieldThatWouldBreakOutIsNotSent(value: String) async throws {
        let server = try ScriptedServer { _ in [answer()] }

        let error = await #expect(throws: HTTPTransportError.self) {
            try await HTTPTransport().perform(HTTPRequest(url: server.url, headers: [.init("X-Test", value)]))
        }

        #expect(error?.kind == .invalidRequest)
        #expect(server.requests.isEmpty)
    }

    @Test func aSecretPrintsAsStars() {
        let secret = Secret("rk_test_canary")

        #expect("\(secret)" == "***")
        #expect(String(reflecting: secret) == "***")
        #expect("\([Optional(secret)])".contains("canary") == false)
        #expect(secret.revealed() == "rk_test_canary")
    }
}
