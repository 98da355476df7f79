import Foundation
import HTTPTransport

/// A sign of life of a run.
public enum Beat: Hashable, Sendable {
    /// It is at work.
    case began
    /// It ended.
    ///
    /// - Parameters:
    ///   - exitStatus: what the shell is told.
    ///   - isWell: whether it did what it is scheduled for.
    ///   - summary: its figures as JSON, without anything that names anybody.
    case ended(exitStatus: Int32, isWell: Bool, summary: [UInt8])
}

/// Tells watchers of a schedule that a run began and how it ended, so that they notice when none does.
///
/// What cannot be told is reported and nothing more: a run does its work whoever watches.
public struct Heartbeat: Sendable {
    /// The longest time for one try. With one more try and the wait between them a beat takes less than ten seconds.
    static let longestTry: Duration = .milliseconds(4_200)
    /// The longest wait for that one more try.
    static let longestWait: Duration = .milliseconds(1_500)

    private let watchers: [HeartbeatWatcher]
    private let run: UUID
    private let transport: HTTPTransport
    private let attempts: Attempts

    /// The heartbeat of one run.
    ///
    /// - Parameters:
    ///   - run: what ties its end to its beginning.
    ///   - watchers: who is told; nobody is fine.
    ///   - pause: how it waits between two tries; tests let time pass otherwise.
    public init(
        of run: UUID,
        to watchers: [HeartbeatWatcher],
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.init(of: run, to: watchers, longestTry: Self.longestTry, pause: pause)
    }

    init(
        of run: UUID,
        to watchers: [HeartbeatWatcher],
        longestTry: Duration,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        var configuration = HTTPTransportConfiguration()
        configuration.totalTimeout = longestTry
        transport = HTTPTransport(configuration)
        attempts = Attempts(most: 2, longestWait: Self.longestWait, pause: pause)
        (self.run, self.watchers) = (run, watchers)
    }

    /// Tells all watchers at once; what became of each, in their order.
    public func beat(_ beat: Beat) async -> [Delivery.Outcome] {
        await withTaskGroup(of: (Int, Delivery.Outcome).self) { group in
            for (index, watcher) in watchers.enumerated() {
                group.addTask {
                    let outcome = await attempts.outcome(of: watcher.name) { () async throws(DeliveryFailure) in
                        try await transport.deliver(watcher.request(for: beat, of: run))
                    }
                    return (index, outcome)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
