/// A request as a fault closure and the request log see it.
public struct RequestDescription: Sendable, Equatable {
    /// `GET` and so on.
    public let method: String
    /// The path, decoded, without the query.
    public let path: String
    /// Path and query as they came.
    public let target: String
    /// 1 for the first request to this server.
    public let number: Int
    /// 1 for the first request to this path.
    public let numberOnPath: Int
    /// Seconds since the first request to this server, by the server's clock.
    public var seconds: Int64 = 0

    /// Whether the request asks for a page other than the first.
    public var hasCursor: Bool {
        target.contains("starting_after") || target.contains("ending_before")
    }
}

/// A request that was answered.
public struct LoggedRequest: Sendable, Equatable {
    /// `GET` and so on.
    public let method: String
    /// Path and query as they came.
    public let target: String
    /// The status that was sent, or would have been without a fault that cut it off.
    public let status: Int
    /// `req_…`, as the answer's `Request-Id` says it.
    public let requestID: String
    /// The `Stripe-Version` of the request.
    public let version: String?
}
