import Foundation
import HTTPTransport
import Reconciliation

/// Posts JSON to one address, and reads the answer as channels mean it: 2xx is delivered, 429 and 5xx may pass.
struct JSONPost: Sendable {
    let address: Secret
    let transport: HTTPTransport

    func send(_ message: some Encodable, headers: [HTTPRequest.Field] = []) async throws(DeliveryFailure) {
        try await send(Self.bytes(of: message), headers: headers)
    }

    func send(_ body: [UInt8], headers: [HTTPRequest.Field]) async throws(DeliveryFailure) {
        let request = HTTPRequest(
            .post,
            url: address.revealed(),
            headers: [.init("Content-Type", "application/json")] + headers,
            body: body
        )
        let answer: HTTPResponse
        do {
            answer = try await transport.perform(request)
        } catch {
            throw DeliveryFailure(error.description, mayPass: error.mayPass)
        }
        guard !(200..<300).contains(answer.status) else { return }
        let word = String(decoding: answer.body.prefix(80), as: UTF8.self).onOneLine
        throw DeliveryFailure(
            "it answers \(answer.status)" + (word.isEmpty ? "" : ": \(word)"),
            mayPass: answer.status == 429 || answer.status >= 500,
            retryAfter: answer.headers["Retry-After"].flatMap { Int($0) }.map { .seconds($0) }
        )
    }

    /// The message as JSON; the same message gives the same bytes.
    static func bytes(of message: some Encodable) throws(DeliveryFailure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(message))
        } catch {
            throw DeliveryFailure("the message cannot be written as JSON", mayPass: false)
        }
    }
}

extension HTTPTransportError {
    /// Whether the same request may arrive a little later.
    fileprivate var mayPass: Bool {
        switch kind {
        case .resolve, .connect, .timeout, .reset, .truncated, .other: true
        case .tls, .untrusted, .notHTTP, .badEncoding, .tooLarge, .badURL, .invalidRequest, .cancelled, .closed: false
        }
    }
}
