import Foundation
import HTTPTransport
import Reconciliation

extension StripeClient {
    /// Reads one price by its id; nil when the account has none of that id (404, `resource_missing`).
    ///
    /// - Throws: ``StripeError``; ``StripeError/missingPermission(_:_:)`` when the key may not read prices.
    public func price(id: String) async throws(StripeError) -> Price? {
        let request = try StripeRequest("price", at: "prices", id: id)
        let mode = configuration.key.mode
        do {
            return try await read(request) { response throws(AttemptFailure) in
                let price = try Price(response, to: request)
                guard price.isLive == (mode == .live) else {
                    throw AttemptFailure(.final, .wrongMode(request.kind, id: price.id, expected: mode))
                }
                return price
            }
        } catch .refused(let answer) where answer.isMissingObject {
            return nil
        }
    }
}

extension Price {
    /// The price of an answer; a body that is no whole JSON may be asked for again.
    fileprivate init(_ response: HTTPResponse, to request: StripeRequest) throws(AttemptFailure) {
        do {
            self = try JSONDecoder().decode(Price.self, from: Data(response.body))
        } catch {
            throw AttemptFailure(
                DecodingFailure(error),
                of: request,
                requestID: response.headers["Request-Id"]
            )
        }
    }
}

extension DecodingFailure {
    /// What `JSONDecoder` objected to.
    init(_ error: any Error) {
        let context: DecodingError.Context? =
            switch error as? DecodingError {
            case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
                context
            case .keyNotFound(let key, let context):
                DecodingError.Context(codingPath: context.codingPath + [key], debugDescription: "a field is missing")
            case nil: nil
            @unknown default: nil
            }
        let field = context.map { $0.codingPath.map(\.stringValue).joined(separator: ".") } ?? ""
        self.init(
            isMalformed: field.isEmpty,
            id: nil,
            field: field.isEmpty ? nil : field,
            reason: context?.debugDescription ?? "\(error)"
        )
    }
}
