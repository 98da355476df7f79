import CCurl
import Glibc
import Synchronization

/// The thread that owns libcurl's multi handle: takes requests in, moves bytes, hands answers out.
final class ExchangeLoop: Sendable {
    /// What other threads leave for the loop's.
    private struct Inbox {
        var arrivals: [Exchange] = []
        var hasCancellations = false
        var isClosed = false
        /// There while the thread runs, and used under the inbox's lock only, so that it never outlives the handle.
        var bell: Bell?
    }

    private let configuration: HTTPTransportConfiguration
    private let inbox = Mutex(Inbox())

    init(_ configuration: HTTPTransportConfiguration) {
        self.configuration = configuration
    }

    /// Starts the thread, which keeps the loop alive until it is closed.
    func start() {
        let context = Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runExchangeLoop, context)
        precondition(status == 0, "no thread for HTTP could be started: \(status)")
        pthread_detach(thread)
    }

    func submit(_ exchange: Exchange) {
        let isClosed = inbox.withLock { inbox in
            if !inbox.isClosed { inbox.arrivals.append(exchange) }
            inbox.bell?.ring()
            return inbox.isClosed
        }
        if isClosed { exchange.finish(.failure(exchange.error(.closed))) }
    }

    func noticeCancellation() {
        inbox.withLock { inbox in
            inbox.hasCancellations = true
            inbox.bell?.ring()
        }
    }

    func close() {
        inbox.withLock { inbox in
            inbox.isClosed = true
            inbox.bell?.ring()
        }
    }

    fileprivate func run() {
        let pipeSignal = PipeSignal()
        let lanes = Lanes(configuration)
        let bell = lanes.bell
        inbox.withLock { $0.bell = bell }
        while true {
            let (arrivals, hasCancellations, isClosed) = takeInbox()
            for exchange in arrivals { lanes.start(exchange) }
            if hasCancellations { lanes.stopCancelled() }
            if isClosed { break }
            lanes.advance()
            pipeSignal.whileAsBefore { lanes.handOut() }
            lanes.waitForActivity()
        }
        inbox.withLock { $0.bell = nil }
        lanes.stopAll()
        pipeSignal.whileAsBefore { lanes.handOut() }
    }

    private func takeInbox() -> (arrivals: [Exchange], hasCancellations: Bool, isClosed: Bool) {
        inbox.withLock { inbox in
            defer {
                inbox.arrivals.removeAll(keepingCapacity: true)
                inbox.hasCancellations = false
            }
            return (inbox.arrivals, inbox.hasCancellations, inbox.isClosed)
        }
    }
}

/// The thread's entry.
private func runExchangeLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ExchangeLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
