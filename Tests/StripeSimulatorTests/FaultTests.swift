import Foundation
import Testing

@testable import StripeSimulator

/// Each fault as the client sees it on the wire.
@Suite struct FaultTests {
    private func ask(_ fault: Fault, _ target: String = "/v1/charges?limit=1", _ body: (RawClient) throws -> Void)
        throws
    {
        try withStripe(FilterTests.account, fault: { _ in fault }) { _, client in
            client.send(get(target))
            try body(client)
        }
    }

    @Test func aStatusComesWithItsHeadersAndStripesEnvelope() throws {
        let fault = Fault.status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate", "Retry-After": "2"])
        try ask(fault) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.status == 429)
            #expect(answer.headers["retry-after"] == "2")
            #expect(answer.headers["stripe-rate-limited-reason"] == "endpoint-rate")
            #expect(answer.error["code"] as? String == "rate_limit")
        }
        try ask(.status(503)) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.error["type"] as? String == "api_error")
        }
    }

    @Test func aTruncatedBodyIsShorterThanAnnounced() throws {
        try ask(.truncated(after: 100)) { client in
            let (length, body) = try wholeAnswer(client)
            #expect(body.count == 100)
            #expect(length > 1_000)
        }
    }

    @Test(arguments: [-7, 7])
    func aWrongLengthIsOffByWhatItSays(_ difference: Int) throws {
        try ask(.wrongLength(by: difference)) { client in
            let (length, body) = try wholeAnswer(client)
            #expect(length - body.count == difference)
            #expect(try JSONSerialization.jsonObject(with: Data(body)) is [String: Any])
        }
    }

    @Test func anEmptyBodyAndAPageForPeopleComeWith200() throws {
        try ask(.emptyBody) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
        try ask(.html) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/html")
        }
    }

    @Test func aResetEndsTheConnectionWithoutAnEnd() throws {
        try ask(.reset(after: 50)) { client in #expect(client.readToEnd() == nil) }
    }

    @Test func aStallLastsUntilTheServerStops() throws {
        let server = try Server(FilterTests.account, fault: { _ in .stall(after: 10) })
        let client = RawClient(port: server.port)
        client.send(get("/v1/charges"))
        let start = try #require(client.read(until: #"{"object":"#))
        server.stop()
        #expect(client.readToEnd() == start)
    }

    @Test func aDripArrivesWhole() throws {
        try ask(.drip(bytesPerSecond: 20_000)) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.ids == ["ch_B"])
        }
    }

    @Test func aRepeatedPageNeverEnds() throws {
        try ask(.repeatedPage, "/v1/charges?limit=1&starting_after=ch_B") { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.ids == ["ch_B"])
            #expect(answer.hasMore == true)
        }
    }

    @Test func aBackwardPageIsTheOneBefore() throws {
        try ask(.backwardPage, "/v1/charges?limit=1&starting_after=ch_A") { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.ids == ["ch_B"])
        }
    }

    @Test(arguments: [("/v1/charges?limit=1", false), ("/v1/charges", true), ("/v1/charges", false)])
    func hasMoreSaysWhatItIsTold(_ target: String, _ flag: Bool) throws {
        try ask(.hasMore(flag), target) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.hasMore == flag)
        }
    }

    @Test func aMissingCursorIsRefusedAndTheFirstPageIsNot() throws {
        try withStripe(FilterTests.account, fault: { _ in .missingCursor }) { _, client in
            #expect(try client.ask("/v1/charges?limit=1").status == 200)
            let answer = try client.ask("/v1/charges?limit=1&starting_after=ch_B")
            #expect(answer.status == 400)
            #expect(answer.error["code"] as? String == "resource_missing")
            #expect(answer.error["message"] as? String == "No such charge: 'ch_B'")
        }
    }

    @Test func aHugeObjectAndADeepBodyAreAsLargeAsTold() throws {
        try ask(.hugeObject(bytes: 1_000_000)) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.body.count > 1_000_000)
            #expect(answer.ids == ["ch_B"])
        }
        try ask(.deepJSON(levels: 100_000)) { client in
            let answer = try #require(client.readAnswer())
            #expect(answer.body.count == 200_000)
        }
    }

    @Test func theClosureSeesWhichRequestItIs() throws {
        let fault: @Sendable (RequestDescription) -> Fault? = { request in
            request.path == "/v1/charges" && request.numberOnPath == 2 ? .status(500) : nil
        }
        try withStripe(FilterTests.account, fault: fault) { _, client in
            let targets = ["/v1/charges", "/v1/refunds", "/v1/refunds", "/v1/charges", "/v1/charges"]
            let statuses = try targets.map { try client.ask($0).status }
            #expect(statuses == [200, 200, 200, 500, 200])
        }
    }

    /// What was announced and what came, up to the end of the connection.
    private func wholeAnswer(_ client: RawClient) throws -> (length: Int, body: [UInt8]) {
        let bytes = try #require(client.readToEnd())
        let text = String(decoding: bytes, as: UTF8.self)
        let head = try #require(text.components(separatedBy: "\r\n\r\n").first)
        let line = try #require(head.components(separatedBy: "\r\n").first { $0.hasPrefix("Content-Length: ") })
        let length = try #require(Int(line.dropFirst("Content-Length: ".count)))
        return (length, Array(bytes.dropFirst(head.utf8.count + 4)))
    }
}
