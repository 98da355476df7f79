import HTTPTransport
import Reconciliation

// What each failure means for the next attempt. Stripe's own clients repeat after lost connections, 409 and 500 and above;
// here 429 as well, and answers that cannot be decoded, which proxies and cut connections produce.

extension AttemptFailure {
    /// No answer.
    init(_ error: HTTPTransportError, during request: StripeRequest) {
        let detail = KeyRedaction.redacted(error.description)
        switch error.kind {
        case .cancelled, .closed:
            self.init(.final, .cancelled)
        case .badURL, .invalidRequest, .untrusted:
            self.init(.final, .unreachable(detail))
        case .resolve, .connect, .tls, .timeout, .reset, .truncated, .notHTTP, .badEncoding, .tooLarge, .other:
            self.init(.transient, .unavailable(request, reason: detail, requestID: nil))
        }
    }

    /// An answer with another status than 200.
    init(_ response: HTTPResponse, to request: StripeRequest) {
        let answer = StripeAnswer(to: request, response)
        let persistence = Self.persistence(of: answer, advice: response.headers["Stripe-Should-Retry"])
        let retryAfter = response.headers.retryAfter
        switch answer.status {
        case 401: self.init(persistence, .invalidKey(answer), retryAfter: retryAfter)
        case 403: self.init(persistence, .missingPermission(answer.permission, answer), retryAfter: retryAfter)
        case 409, 429, 500...:
            let reason = "status \(answer.status)" + (answer.message.map { ": \($0)" } ?? "")
            self.init(
                persistence,
                .unavailable(request, reason: reason, requestID: answer.requestID),
                retryAfter: retryAfter,
                limit: answer.status == 429
                    ? response.headers["Stripe-Rate-Limited-Reason"].map(RateLimitReason.init) : nil
            )
        default: self.init(persistence, .refused(answer), retryAfter: retryAfter)
        }
    }

    /// A body that cannot be used: damaged on its way, or not as Stripe documents it.
    init(_ failure: DecodingFailure, of request: StripeRequest, requestID: String?) {
        if failure.isMalformed {
            self.init(.transient, .unavailable(request, reason: failure.reason, requestID: requestID))
        } else {
            let object = UnusableObject(
                kind: request.kind,
                id: failure.id.map(KeyRedaction.redacted),
                field: failure.field,
                reason: failure.reason,
                requestID: requestID
            )
            self.init(.final, .unusableObject(object))
        }
    }

    /// Stripe's advice counts before the status; a 429 that is a lock's and not a limit's passes like a 409.
    private static func persistence(of answer: StripeAnswer, advice: String?) -> Persistence {
        if advice == "false" { return .final }
        if answer.status == 429 { return answer.code == "lock_timeout" ? .transient : .rateLimited }
        return advice == "true" || answer.status == 409 || answer.status >= 500 ? .transient : .final
    }
}

extension HTTPHeaders {
    /// How long to wait: seconds, or a date, which counts from the answer's own so that no clock here matters.
    fileprivate var retryAfter: Duration? {
        guard let text = self["Retry-After"] else { return nil }
        if let seconds = Int64(text) { return .seconds(max(seconds, 0)) }
        guard let end = Instant(httpDate: text), let start = self["Date"].flatMap(Instant.init(httpDate:)) else {
            return nil
        }
        return .seconds(max(end - start, 0))
    }
}

extension StripeAnswer {
    /// The permission that Stripe's sentence names, for example `rak_charge_read`.
    fileprivate var permission: String? {
        message.flatMap { $0.firstMatch(of: /rak_[a-z0-9_]+/) }.map { String($0.output) }
    }
}

extension StripeError {
    fileprivate static func unavailable(_ request: StripeRequest, reason: String, requestID: String?) -> StripeError {
        .unavailable(StripeOutage(request: request.description, attempts: 1, reason: reason, requestID: requestID))
    }
}
