import Foundation
import PostgresLedger
import Synchronization

/// Notices SIGINT and SIGTERM: the run stops after the transaction or page at hand; a second signal ends it at once.
final class StopSignal: Sendable {
    /// The signal that was received first; a handler may touch nothing but this.
    private static let received = Atomic<Int32>(0)

    /// The lease of the run that is to stop when it is lost.
    private let lease: RunLease?

    /// Begins to watch for both signals.
    convenience init() {
        self.init(lease: nil)
        // A limit on file size or a reader that went away is an error of the write, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                let (isFirst, _) = StopSignal.received.compareExchange(
                    expected: 0,
                    desired: number,
                    ordering: .sequentiallyConsistent
                )
                if !isFirst { _exit(128 + number) }
            }
        }
    }

    private init(lease: RunLease?) { self.lease = lease }

    /// The same, which also stops the run when its lease is lost.
    func watching(_ lease: RunLease) -> StopSignal { StopSignal(lease: lease) }

    /// The exit status of the signal that was received; nil when there was none.
    var exitStatus: ExitStatus? {
        switch Self.received.load(ordering: .sequentiallyConsistent) {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }

    /// Stops the run where it stands if a signal was received, or another run has taken its place.
    ///
    /// - Throws: ``Failure`` with status 130, 143 or 75.
    func check() throws(Failure) {
        if lease?.isLost == true { throw Failure(of: PostgresError.leaseLost) }
        guard let exitStatus else { return }
        throw Failure(
            exitStatus,
            "stopped by a signal; what was posted stands, nothing is half done",
            advice: "Run it again: it goes on where the ledger stands."
        )
    }

    /// Does the work, and cancels it when a signal is received: a pause between two attempts ends at once, while a
    /// transaction under way is finished.
    ///
    /// - Throws: ``Failure`` with status 130 or 143 when a signal stopped the work, else what it throws.
    func interrupting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value?.self) { tasks in
                tasks.addTask { try await work() }
                tasks.addTask {
                    await self.wait()
                    return nil
                }
                while let ended = try await tasks.next() {
                    tasks.cancelAll()
                    if let value = ended { return value }
                }
                throw CancellationError()
            }
        } catch {
            try check()
            throw error
        }
    }

    /// Returns when a signal was received, the lease was lost, or the task is cancelled.
    func wait() async {
        while exitStatus == nil, lease?.isLost != true, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
