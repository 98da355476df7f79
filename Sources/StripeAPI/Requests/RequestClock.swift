import Glibc
import Reconciliation

/// Time as requests need it; tests bring their own and never sleep.
public protocol RequestClock: Sendable {
    /// Time since some fixed moment, which never goes back.
    var elapsed: Duration { get }
    /// The time of day in UTC.
    var now: Instant { get }
    /// Waits that long.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

/// The machine's time.
public struct SystemRequestClock: RequestClock {
    private let start = ContinuousClock.now

    /// A clock that counts from now.
    public init() {}

    /// Time since the clock was made.
    public var elapsed: Duration { ContinuousClock.now - start }

    /// The time of day in UTC.
    public var now: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }

    /// Waits that long.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
