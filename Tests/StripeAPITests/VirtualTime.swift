import Reconciliation
import Synchronization

@testable import StripeAPI

/// Time that moves to the next sleeper's moment once everybody sleeps: concurrent work without waiting for it.
final class VirtualTime: RequestClock {
    private struct State {
        var elapsed = Duration.zero
        var sleepers: [(until: Duration, continuation: CheckedContinuation<Void, Never>)] = []
        var finished = 0
    }

    private let state = Mutex(State())

    var elapsed: Duration { state.withLock { $0.elapsed } }
    var now: Instant { Instant(secondsSinceEpoch: 1_764_000_000 + elapsed.components.seconds) }

    func sleep(for duration: Duration) async throws {
        await withCheckedContinuation { continuation in
            state.withLock { $0.sleepers.append(($0.elapsed + duration, continuation)) }
        }
    }

    /// Does that many pieces of work at once, to their ends; `waiting` says how many of them wait for one another.
    func run(_ count: Int, waiting: @escaping @Sendable () -> Int, _ work: @escaping @Sendable (Int) async -> Void)
        async
    {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    await work(number)
                    self.state.withLock { $0.finished += 1 }
                }
            }
            while true {
                let (asleep, finished) = state.withLock { ($0.sleepers.count, $0.finished) }
                if finished == count { break }
                if asleep > 0, asleep + finished + waiting() == count { wakeNext() } else { await Task.yield() }
            }
        }
    }

    private func wakeNext() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let index = state.sleepers.indices.min(by: { state.sleepers[$0].until < state.sleepers[$1].until })
            else { return nil }
            let sleeper = state.sleepers.remove(at: index)
            state.elapsed = max(state.elapsed, sleeper.until)
            return sleeper.continuation
        }
        next?.resume()
    }
}
