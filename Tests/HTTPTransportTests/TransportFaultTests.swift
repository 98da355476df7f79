import Testing

@testable import HTTPTransport

/// What a connection does, and what the one who asked is told. An answer is whole or it is an error.
@Suite struct TransportFaultTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let steps: [ScriptedServer.Step]
        let kind: HTTPTransportError.Kind

        init(_ name: String, _ steps: [ScriptedServer.Step], is kind: HTTPTransportError.Kind) {
            testDescription = name
            self.steps = steps
            self.kind = kind
        }
    }

    static let faults = [
        Fault("closed without an answer", [.close], is: .reset),
        Fault("reset without an answer", [.reset], is: .reset),
        Fault(
            "shorter than announced",
            [raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .close],
            is: .truncated
        ),
        Fault("reset in the middle", [raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .reset], is: .reset),
        Fault(
            "last chunk missing",
            [raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"), .close],
            is: .truncated
        ),
        Fault(
            "compression that is none",
            [answer(headers: ["Content-Encoding: gzip"], body: "this was never compressed")],
            is: .badEncoding
        ),
        Fault(
            "announced larger than allowed",
            [answer(body: String(repeating: "x", count: 70_000))],
            is: .tooLarge(limit: 65_536)
        ),
        Fault(
            "larger than allowed without saying so",
            [raw("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 70_000)), .close],
            is: .tooLarge(limit: 65_536)
        ),
        Fault("a compressed bomb", [.send(bomb), .close], is: .tooLarge(limit: 65_536)),
        Fault("nothing at all", [.hold], is: .timeout(.stall)),
        Fault(
            "half of it and then nothing",
            [raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .hold],
            is: .timeout(.stall)
        ),
        Fault("not HTTP", [raw("SSH-2.0-OpenSSH_9.2\r\n"), .close], is: .notHTTP),
    ]

    @Test(arguments: faults) func aBrokenAnswerIsAnError(fault: Fault) async throws {
        let server = try ScriptedServer { _ in fault.steps }
        var configuration = HTTPTransportConfiguration()
        configuration.stallTimeout = .milliseconds(100)
        configuration.bodyLimit = 65_536
        let transport = HTTPTransport(configuration)

        let error = await #expect(throws: HTTPTransportError.self) {
            try await transport.perform(HTTPRequest(url: server.url + "/v1/charges?secret=1"))
        }

        #expect(error?.kind == fault.kind)
        #expect(error?.host == "127.0.0.1")
        #expect(error?.description.contains("secret") == false)
    }

    @Test func anAnswerThatDripsIsStoppedAsAWhole() async throws {
        let server = try ScriptedServer { _ in
            [raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "x", count: 5_000)), .hold]
        }
        var configuration = HTTPTransportConfiguration()
        configuration.totalTimeout = .milliseconds(100)
        let transport = HTTPTransport(configuration)

        let error = await #expect(throws: HTTPTransportError.self) {
            try await transport.perform(HTTPRequest(url: server.url))
        }

        #expect(error?.kind == .timeout(.total))
    }

    @Test func nobodyListens() async throws {
        let error = await #expect(throws: HTTPTransportError.self) {
            try await HTTPTransport().perform(HTTPRequest(url: "http://127.0.0.1:1"))
        }

        #expect(error?.kind == .connect)
    }

    @Test func aCancelledTaskIsToldSo() async throws {
        let server = try ScriptedServer { _ in [.hold] }
        let transport = HTTPTransport()
        let asking = Task { try await transport.perform(HTTPRequest(url: server.url)) }
        while server.requests.isEmpty { await Task.yield() }

        asking.cancel()

        let outcome = await asking.result
        #expect(throws: HTTPTransportError(kind: .cancelled, method: .get, host: "127.0.0.1")) { try outcome.get() }
    }

    @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
        let server = try ScriptedServer { _ in [answer()] }
        let transport = HTTPTransport()

        let outcome = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.perform(HTTPRequest(url: server.url))
        }.result

        #expect(throws: HTTPTransportError(kind: .cancelled, method: .get, host: "127.0.0.1")) { try outcome.get() }
        #expect(server.requests.isEmpty)
    }

    /// A mebibyte of zeros, compressed to a kilobyte.
    static let bomb: [UInt8] = {
        let body = gzippedZeros
        return Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    }()
}
