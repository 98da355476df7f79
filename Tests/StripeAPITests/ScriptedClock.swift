import Reconciliation
import Synchronization

@testable import StripeAPI

/// Time that passes only while somebody waits for it, so that no test sleeps.
final class ScriptedClock: RequestClock {
    private let pauses = Mutex<[Duration]>([])

    /// How long was waited, each time.
    var waited: [Duration] { pauses.withLock { $0 } }

    var elapsed: Duration { pauses.withLock { $0.reduce(.zero, +) } }

    var now: Instant { Instant(secondsSinceEpoch: 1_764_000_000 + elapsed.components.seconds) }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        pauses.withLock { $0.append(duration) }
    }
}
