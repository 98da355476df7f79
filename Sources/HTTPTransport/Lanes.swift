import CCurl

/// libcurl's multi handle and the lanes that run on it; lives on the loop's thread alone.
final class Lanes {
    private let handle: UnsafeMutableRawPointer
    private let configuration: HTTPTransportConfiguration
    private var busy: [UnsafeMutableRawPointer: Lane] = [:]
    private var idle: [Lane] = []
    private var finished: [(exchange: Exchange, outcome: Exchange.Outcome)] = []

    init(_ configuration: HTTPTransportConfiguration) {
        guard let handle = curl_multi_init() else { preconditionFailure("libcurl has no memory for a multi handle") }
        self.handle = handle
        self.configuration = configuration
        let connections = configuration.connectionsPerHost
        curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
        curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connections)
    }

    deinit {
        idle.removeAll()
        curl_multi_cleanup(handle)
    }

    /// What other threads ring to end ``waitForActivity()`` early.
    var bell: Bell { Bell(handle) }

    func start(_ exchange: Exchange) {
        guard !exchange.isCancelled else { return finish(exchange, .cancelled) }
        let lane = idle.popLast() ?? Lane(configuration)
        guard lane.begin(exchange) else {
            idle.append(lane)
            return finish(exchange, .invalidRequest)
        }
        busy[lane.handle] = lane
        curl_multi_add_handle(handle, lane.handle)
    }

    /// Moves what can be moved and ends what has arrived or stood still too long.
    func advance() {
        var running: Int32 = 0
        curl_multi_perform(handle, &running)
        var code = CURLE_OK
        while let ended = curl_multi_next_finished(handle, &code) {
            if let lane = busy[ended] { release(lane, with: lane.outcome(code)) }
        }
        let now = ContinuousClock.now
        for lane in busy.values where lane.isStalled(at: now) {
            release(lane, failing: .timeout(.stall))
        }
    }

    /// Sleeps until bytes, an arrival or the next time limit.
    func waitForActivity() {
        let now = ContinuousClock.now
        let untilStall = busy.values.map { $0.timeLeft(at: now) }.min() ?? .seconds(60)
        curl_multi_poll(handle, nil, 0, Int32(clamping: untilStall.milliseconds + 1), nil)
    }

    func stopCancelled() {
        for lane in busy.values where lane.exchange?.isCancelled == true {
            release(lane, failing: .cancelled)
        }
    }

    func stopAll() {
        for lane in busy.values { release(lane, failing: .closed) }
    }

    /// Wakes the tasks whose exchanges have ended.
    func handOut() {
        for (exchange, outcome) in finished { exchange.finish(outcome) }
        finished.removeAll(keepingCapacity: true)
    }

    private func finish(_ exchange: Exchange, _ kind: HTTPTransportError.Kind) {
        finished.append((exchange, .failure(exchange.error(kind))))
    }

    private func release(_ lane: Lane, failing kind: HTTPTransportError.Kind) {
        guard let exchange = lane.exchange else { return }
        release(lane, with: .failure(exchange.error(kind)))
    }

    private func release(_ lane: Lane, with outcome: Exchange.Outcome) {
        curl_multi_remove_handle(handle, lane.handle)
        busy[lane.handle] = nil
        if let exchange = lane.end() { finished.append((exchange, outcome)) }
        idle.append(lane)
    }
}

/// Wakes the loop's thread.
///
/// Unchecked, because all it does with the handle is `curl_multi_wakeup`, which libcurl allows from any thread.
struct Bell: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    fileprivate init(_ handle: UnsafeMutableRawPointer) {
        self.handle = handle
    }

    func ring() { curl_multi_wakeup(handle) }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
