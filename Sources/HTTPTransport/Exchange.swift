import Synchronization

/// One request on its way, and the task that waits for its answer.
final class Exchange: Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPTransportError>

    let request: HTTPRequest
    let origin: HTTPOrigin
    private let cancellation = Atomic(false)
    private let waiting = Mutex<CheckedContinuation<Outcome, Never>?>(nil)

    init(_ request: HTTPRequest, to origin: HTTPOrigin) {
        self.request = request
        self.origin = origin
    }

    /// Whether the task that waits was cancelled; set from any thread, read by the loop's.
    var isCancelled: Bool { cancellation.load(ordering: .acquiring) }

    func cancel() { cancellation.store(true, ordering: .releasing) }

    func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        waiting.withLock { $0 = continuation }
    }

    /// Hands the outcome over; only the first one counts.
    func finish(_ outcome: Outcome) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: outcome)
    }

    func error(_ kind: HTTPTransportError.Kind, detail: String = "") -> HTTPTransportError {
        HTTPTransportError(kind: kind, method: request.method, host: origin.host, detail: detail)
    }
}
