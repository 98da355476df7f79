import Foundation
import HTTPTransport

extension StripeClient {
    /// The account's webhook endpoints, as far as one page holds them: an account may have 16.
    ///
    /// Nothing that is granted depends on them, so they are asked for twice at most.
    ///
    /// - Throws: ``StripeError``; ``StripeError/missingPermission(_:_:)`` when the key may not read them.
    public func webhookEndpoints() async throws(StripeError) -> [WebhookEndpoint] {
        let request = StripeRequest(page: "webhook_endpoint", at: "webhook_endpoints", limit: 100)
        return try await read(request, retries: .once) { response throws(AttemptFailure) in
            do {
                return try JSONDecoder().decode(Page.self, from: Data(response.body)).data
            } catch {
                throw AttemptFailure(DecodingFailure(error), of: request, requestID: response.headers["Request-Id"])
            }
        }
    }

    private struct Page: Decodable {
        let data: [WebhookEndpoint]
    }
}

extension RetryPolicy {
    /// One more try, soon.
    fileprivate static var once: RetryPolicy {
        var policy = RetryPolicy()
        policy.attempts = 2
        policy.longestPause = .seconds(1)
        policy.longestRetryAfter = .seconds(5)
        policy.rateLimitPatience = .seconds(5)
        return policy
    }
}
