import Synchronization

/// The time that may be spent on telling others: what one takes, the next lacks.
///
/// Whoever works when it is over is cancelled, so that nobody who hangs holds up a run.
public final class TimeAllowance: Sendable {
    private let left: Mutex<Duration>

    /// An allowance of that much.
    public init(_ whole: Duration) { left = Mutex(whole) }

    /// Does a piece of work, which is cancelled when no time is left, or from its beginning where none is; waits for it to end
    /// in any case, and it has to obey.
    public func spend<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let (began, limit) = (ContinuousClock.now, left.withLock { $0 })
        defer { left.withLock { $0 = max(.zero, $0 - (ContinuousClock.now - began)) } }
        return await withTaskGroup(of: Value?.self) { group in
            if limit <= .zero { group.cancelAll() }
            group.addTask { await work() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            var value: Value?
            for await ended in group {
                if let ended { value = ended }
                // Either the work is done, or its time is over.
                group.cancelAll()
            }
            guard let value else { preconditionFailure("the work has ended without a value") }
            return value
        }
    }
}
