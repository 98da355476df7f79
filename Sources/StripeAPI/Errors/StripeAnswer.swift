import Foundation
import HTTPTransport

/// What Stripe answered instead of what was asked for.
public struct StripeAnswer: Hashable, Sendable {
    /// The request, for example `GET /v1/charges?limit=100`.
    public let request: String
    /// The HTTP status.
    public let status: Int
    /// Stripe's `type` of the error, for example `invalid_request_error`.
    public let type: String?
    /// Stripe's `code`, for example `resource_missing`.
    public let code: String?
    /// The parameter that Stripe names.
    public let parameter: String?
    /// Stripe's sentence, with keys blotted out like everything of the answer's.
    public let message: String?
    /// Stripe's `Request-Id`, which its support asks for.
    public let requestID: String?

    init(to request: StripeRequest, _ response: HTTPResponse) {
        let error = try? JSONDecoder().decode(Envelope.self, from: Data(response.body.prefix(64 << 10))).error
        self.request = request.description
        status = response.status
        type = error?.type.map(KeyRedaction.redacted)
        code = error?.code.map(KeyRedaction.redacted)
        parameter = error?.param.map(KeyRedaction.redacted)
        message = error?.message.map(KeyRedaction.redacted)
        requestID = response.headers["Request-Id"].map(KeyRedaction.redacted)
    }

    /// Whether it says that the account has no object of the id that was asked for.
    var isMissingObject: Bool { status == 404 && code == "resource_missing" }

    /// Stripe's error envelope: `{"error":{"type":…,"code":…,"message":…,"param":…}}`.
    private struct Envelope: Decodable {
        struct Content: Decodable {
            let type: String?
            let code: String?
            let message: String?
            let param: String?
        }
        let error: Content
    }
}

extension StripeAnswer: CustomStringConvertible {
    /// The request, the status, Stripe's sentence and its request id.
    public var description: String {
        "\(request): status \(status)" + (code.map { ", \($0)" } ?? "") + (message.map { ": \($0)" } ?? "")
            + (requestID.map { " (request \($0))" } ?? "")
    }
}
