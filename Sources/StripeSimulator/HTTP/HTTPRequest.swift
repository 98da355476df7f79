/// One request as it came in, decoded.
struct HTTPRequest: Sendable {
    struct Parameter: Sendable, Equatable {
        var name: String
        var value: String
    }

    var method: String
    /// Path and query as they came, still encoded.
    var target: String
    /// The path, decoded.
    var path: String
    /// Query parameters, decoded, in their order; `expand[0]` reads as `expand[]`.
    var parameters: [Parameter]
    /// Names in lower case; of repeated headers the last.
    var headers: [String: String]
    var keepsAlive: Bool
    /// Bytes of a body, which is read and dropped.
    var contentLength: Int
}

/// Why a request could not be read; the connection is closed after the answer.
enum HTTPRequestError: Error, Equatable {
    case malformed
    case headTooLarge
    case bodyTooLarge
    case lengthRequired

    var status: Int {
        switch self {
        case .malformed: 400
        case .headTooLarge: 431
        case .bodyTooLarge: 413
        case .lengthRequired: 411
        }
    }
}
