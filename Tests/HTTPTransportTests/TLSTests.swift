import Testing

@testable import HTTPTransport

/// Against a real server: a certificate that is not trusted, or not for this host, or an old TLS, ends the exchange.
@Suite struct TLSTests {
    @Test func aTrustedCertificateForTheHostIsAccepted() async throws {
        let server = try TLSServer(certificateFor: "IP:127.0.0.1")

        let response = try await transport(trusting: server).perform(
            HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
        )

        #expect(response.status == 200)
    }

    @Test func anUnknownCertificateIsRefused() async throws {
        let server = try TLSServer(certificateFor: "IP:127.0.0.1")

        let error = await #expect(throws: HTTPTransportError.self) {
            try await HTTPTransport().perform(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
        }

        #expect(error?.kind == .untrusted)
    }

    @Test func aCertificateForAnotherHostIsRefused() async throws {
        let server = try TLSServer(certificateFor: "DNS:api.stripe.com")

        let error = await #expect(throws: HTTPTransportError.self) {
            try await transport(trusting: server).perform(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
        }

        #expect(error?.kind == .untrusted)
    }

    @Test func tls11IsRefused() async throws {
        let server = try TLSServer(
            certificateFor: "IP:127.0.0.1",
            arguments: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
        )

        let error = await #expect(throws: HTTPTransportError.self) {
            try await transport(trusting: server).perform(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
        }

        #expect(error?.kind == .tls)
    }

    private func transport(trusting server: TLSServer) -> HTTPTransport {
        var configuration = HTTPTransportConfiguration()
        configuration.certificateAuthorityFile = server.certificate
        return HTTPTransport(configuration)
    }
}
