import Testing

@testable import StripeSimulator

/// A server for one test, and the questions put to it.
func withStripe<Result>(
    _ account: StripeAccount,
    keys: [AccessKey]? = nil,
    fault: (@Sendable (RequestDescription) -> Fault?)? = nil,
    _ body: (Server, RawClient) throws -> Result
) throws -> Result {
    let server = try Server(account, keys: keys, fault: fault)
    defer { server.stop() }
    return try body(server, RawClient(port: server.port))
}

extension RawClient {
    /// Asks and reads the answer; fails the test when there is none.
    func ask(
        _ target: String,
        authorization: String? = "Bearer sk_test_tieout",
        _ headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        send(get(target, authorization: authorization, headers))
        return try #require(readAnswer(), "no answer to \(target)", sourceLocation: sourceLocation)
    }
}
