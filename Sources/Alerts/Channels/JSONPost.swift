import Foundation
import HTTPTransport
import Reconciliation

/// Posts JSON to one address.
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
        try await transport.deliver(request)
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
