/// A whole answer: never a part of one.
public struct HTTPResponse: Sendable {
    /// The status, for example 200.
    public let status: Int
    /// The header fields of the final answer.
    public let headers: HTTPHeaders
    /// The body, decompressed.
    public let body: [UInt8]
    /// How long it took.
    public let timings: HTTPTimings

    /// An answer of those parts.
    public init(status: Int, headers: HTTPHeaders, body: [UInt8], timings: HTTPTimings) {
        self.status = status
        self.headers = headers
        self.body = body
        self.timings = timings
    }
}

/// How long the parts of an exchange took, each from its start.
public struct HTTPTimings: Sendable, Hashable {
    /// Until the first byte of the answer.
    public let firstByte: Duration
    /// Until its last byte.
    public let total: Duration

    /// Timings of an exchange.
    public init(firstByte: Duration = .zero, total: Duration = .zero) {
        self.firstByte = firstByte
        self.total = total
    }
}
