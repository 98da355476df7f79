import Foundation
import HTTPTransport

/// Prometheus' Pushgateway, for hosts without a node exporter.
public struct Pushgateway: Sendable {
    private let address: String
    private let transport: HTTPTransport
    private let attempts: Attempts

    /// The group of that job and instance at a gateway.
    ///
    /// - Parameters:
    ///   - base: the gateway's address.
    ///   - pause: how it waits between two tries; tests let time pass otherwise.
    public init(
        _ base: String,
        job: String,
        instance: String,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        let names = [("job", job), ("instance", instance)].map { name, value in
            // A value with a slash, or none, travels in Base64.
            let isPlain =
                !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#%\\".utf8.contains($0) }
            let encoded = Data(value.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            return isPlain ? "\(name)/\(value)" : "\(name)@base64/\(value.isEmpty ? "=" : encoded)"
        }
        let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
        address = "\(trimmed)/metrics/\(names.joined(separator: "/"))"
        var configuration = HTTPTransportConfiguration()
        configuration.totalTimeout = Heartbeat.longestTry
        transport = HTTPTransport(configuration)
        attempts = Attempts(most: 2, longestWait: Heartbeat.longestWait, pause: pause)
    }

    /// Puts the gauges in the group's place.
    ///
    /// - Parameter replacesAll: false to leave gauges of other names as they are: of those nothing is known.
    public func push(_ gauges: [Gauge], replacesAll: Bool) async -> Delivery.Outcome {
        let request = HTTPRequest(
            replacesAll ? .put : .post,
            url: address,
            headers: [.init("Content-Type", "text/plain; version=0.0.4")],
            body: Array(gauges.exposition.utf8)
        )
        return await attempts.outcome(of: "the Pushgateway") { () async throws(DeliveryFailure) in
            try await transport.deliver(request)
        }
    }
}
