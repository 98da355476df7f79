import Reconciliation

/// Tells every channel, each for itself: one that fails is tried again and never keeps the others, or the run, from going on.
public struct Delivery: Sendable {
    /// What became of one channel.
    public struct Outcome: Hashable, Sendable {
        /// Its name.
        public let channel: String
        /// Why the bulletin did not arrive; nil when it did.
        public let failure: String?
        /// How often it was tried.
        public let tries: Int
    }

    /// The most tries of one channel.
    static let mostTries = 3
    /// The longest wait between two tries, whatever the other side asks for.
    static let longestWait: Duration = .seconds(10)

    private let channels: [any Channel]
    private let attempts: Attempts

    /// A delivery to those channels.
    ///
    /// - Parameter pause: how it waits between two tries; tests let time pass otherwise.
    public init(
        to channels: [any Channel],
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.channels = channels
        attempts = Attempts(most: Self.mostTries, longestWait: Self.longestWait, pause: pause)
    }

    /// Tells all at once, so that a slow one costs no more than itself; the outcomes in the order of the channels.
    public func tell(_ bulletin: Bulletin) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, channel) in channels.enumerated() {
                group.addTask {
                    let outcome = await attempts.outcome(of: channel.name) { () async throws(DeliveryFailure) in
                        try await channel.deliver(bulletin)
                    }
                    return (index, outcome)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
