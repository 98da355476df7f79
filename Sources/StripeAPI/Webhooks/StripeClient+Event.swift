import HTTPTransport
import Reconciliation

extension StripeClient {
    /// Reads one event by its id, with its bytes; nil when the account has none of that id (404, `resource_missing`): it never
    /// had, it is of the other mode, or it is older than 30 days.
    ///
    /// - Throws: ``StripeError``; ``StripeError/missingPermission(_:_:)`` when the key may not read events.
    public func event(id: String) async throws(StripeError) -> EventPayload? {
        let request = try StripeRequest(.event, id: id)
        let mode = configuration.key.mode
        do {
            return try await read(request) { response throws(AttemptFailure) in
                let event: EventPayload
                do {
                    event = try EventPayload(decoding: response.body)
                } catch {
                    throw AttemptFailure(DecodingFailure(error), of: request, requestID: response.headers["Request-Id"])
                }
                guard event.isLive == (mode == .live) else {
                    throw AttemptFailure(.final, .wrongMode(request.kind, id: event.id, expected: mode))
                }
                return event
            }
        } catch .refused(let answer) where answer.isMissingObject {
            return nil
        }
    }
}
