/// An exchange that gave no answer, or none that may be used.
public struct HTTPTransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: Hashable, Sendable {
        /// The host's name could not be resolved.
        case resolve
        /// No connection could be made.
        case connect
        /// The encrypted connection could not be agreed on.
        case tls
        /// The host's certificate is not valid for it, or not trusted.
        case untrusted
        /// One of the time limits was reached.
        case timeout(Timeout)
        /// The connection was closed or reset before the answer was whole.
        case reset
        /// The body is shorter than announced.
        case truncated
        /// The answer is no HTTP.
        case notHTTP
        /// The body's compression is broken.
        case badEncoding
        /// The body is larger than the limit, in bytes.
        case tooLarge(limit: Int)
        /// The address is refused before anything is sent.
        case badURL(InvalidAddress)
        /// The method, a header field or the body cannot be sent.
        case invalidRequest
        /// The task that asked was cancelled.
        case cancelled
        /// The transport was closed.
        case closed
        /// Anything else, by libcurl's number.
        case other(code: Int)
    }

    /// The time limits of ``HTTPTransportConfiguration``.
    public enum Timeout: String, Hashable, Sendable {
        /// Until the connection stood.
        case connect
        /// Without progress.
        case stall
        /// For the whole exchange.
        case total
    }

    /// What went wrong.
    public let kind: Kind
    /// What was asked.
    public let method: HTTPRequest.Method
    /// Of whom; never the path or the query, which may hold what nobody should read.
    public let host: String
    /// What libcurl says about it; may be empty.
    public let detail: String

    /// An error of that kind.
    public init(kind: Kind, method: HTTPRequest.Method, host: String, detail: String = "") {
        self.kind = kind
        self.method = method
        self.host = host
        self.detail = detail
    }

    /// One sentence: what was being done, and what happened.
    public var description: String {
        "\(method.rawValue) to \(host) failed: \(reason)" + (detail.isEmpty ? "" : " (\(detail))")
    }

    private var reason: String {
        switch kind {
        case .resolve: "the host's name could not be resolved"
        case .connect: "no connection could be made"
        case .tls: "no encrypted connection could be agreed on"
        case .untrusted: "the host's certificate is not trusted"
        case .timeout(.connect): "no connection stood within the time limit"
        case .timeout(.stall): "the answer made no progress within the time limit"
        case .timeout(.total): "the answer was not whole within the time limit"
        case .reset: "the connection was lost"
        case .truncated: "the answer is shorter than announced"
        case .notHTTP: "the answer is no HTTP"
        case .badEncoding: "the answer's compression is broken"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .badURL(let reason): "the address is not accepted, \(reason)"
        case .invalidRequest: "the request cannot be sent as it is"
        case .cancelled: "it was cancelled"
        case .closed: "the transport is closed"
        case .other(let code): "libcurl reports \(code)"
        }
    }
}
