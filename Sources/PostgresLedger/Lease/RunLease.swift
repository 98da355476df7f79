import Reconciliation
import Synchronization

/// The right to be the one run at work on a ledger, for as long as its holder gives signs of life.
///
/// It is a row with a fencing number. A connection of its own renews it while the run is at work; every transaction of the
/// run that writes requires it (``PostgresLedger/obey(_:)``), so that a run that lost it keeps nothing more.
public final class RunLease: Sendable {
    /// What came of asking for the lease.
    public enum Answer: Sendable {
        /// It is held from now on.
        case taken(RunLease)
        /// Another run holds it, whose name it is.
        case held(by: String?)
    }

    /// The holder's number; the next holder's is higher.
    public let fencing: Int64
    private let keeper: PostgresLedger
    private let heartbeat = Mutex<Task<Void, Never>?>(nil)
    private let state = Mutex(State())

    private struct State {
        var isLost = false
        var isOver = false
    }

    private init(fencing: Int64, keeper: PostgresLedger) {
        self.fencing = fencing
        self.keeper = keeper
    }

    /// Asks for the lease, once and without waiting.
    ///
    /// It is given when nobody holds it, when its holder gave no sign of life for `patience`, or when its holder is a
    /// process of this machine that is no more.
    ///
    /// - Parameters:
    ///   - settings: the database, to which the lease keeps a connection of its own.
    ///   - patience: how long a run without a sign of life keeps others out; it gives four signs in that time.
    /// - Throws: ``PostgresError``.
    public static func take(
        for run: RunID,
        on settings: ConnectionSettings,
        patience: Duration
    ) async throws(PostgresError) -> Answer {
        let keeper = PostgresLedger(settings)
        try await keeper.connect()
        switch try await keeper.takeLease(for: run, by: .current, patience: patience) {
        case .held(let run): return .held(by: run)
        case .taken(let fencing):
            let lease = RunLease(fencing: fencing, keeper: keeper)
            lease.beat(patience: patience)
            return .taken(lease)
        }
    }

    /// Whether another run has taken the lease over, or no sign of life came through for so long that one may have.
    public var isLost: Bool { state.withLock { $0.isLost } }

    /// Gives the lease back, so that the next run need not wait; what cannot be given back runs out.
    public func release() async {
        state.withLock { $0.isOver = true }
        heartbeat.withLock { $0?.cancel() }
        if await keeper.needsConnection { try? await keeper.connect() }
        try? await keeper.releaseLease(fencing: fencing)
        await keeper.disconnect()
    }

    private func beat(patience: Duration) {
        let task = Task { [self] in
            var lastSign = ContinuousClock.now
            while !Task.isCancelled {
                try? await Task.sleep(for: patience / 4)
                guard !Task.isCancelled else { return }
                switch await renew() {
                case .given: lastSign = .now
                case .refused: return lose()
                case .unheard: if .now - lastSign >= patience { return lose() }
                }
            }
        }
        heartbeat.withLock { $0 = task }
    }

    private enum Sign { case given, refused, unheard }

    private func renew() async -> Sign {
        do throws(PostgresError) {
            if await keeper.needsConnection { try await keeper.connect() }
            return try await keeper.renewLease(fencing: fencing) ? .given : .refused
        } catch {
            return .unheard
        }
    }

    private func lose() {
        state.withLock { state in
            if !state.isOver { state.isLost = true }
        }
    }
}
