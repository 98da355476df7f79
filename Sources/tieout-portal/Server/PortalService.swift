import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The portal as a process: it listens until it is told to stop, and lets what is under way come to its end.
struct PortalService {
    /// Connections at the same time; more wait until one ends.
    static let mostConnections = 1_024
    /// Within which a request has to be whole.
    static let wholeRequest = TimeAmount.seconds(15)
    /// Within which some of an answer has to be taken.
    static let takenAnswer = TimeAmount.seconds(60)
    /// How long downloads may go on after the signal to stop.
    static let farewell = Duration.seconds(20)

    let router: Router<PortalContext>
    let listening: ListeningAddress
    let logger: Logger
    /// Called with the port as soon as it listens.
    let onListening: @Sendable (Int) async -> Void

    func run() async throws {
        let onListening = onListening
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [RequestDeadline(whole: Self.wholeRequest, taken: Self.takenAnswer)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 72 << 10,
                        maxHeaderListSize: 80 << 10,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: .init(
                address: .hostname(listening.host, port: listening.port),
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: logger)
            ),
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) },
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [application],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = Self.farewell
        try await ServiceGroup(configuration: configuration).run()
    }
}
