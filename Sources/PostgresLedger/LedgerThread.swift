import Dispatch
import Foundation
import Synchronization

/// The one thread on which a ledger's actor runs.
///
/// libpq's calls block until the server has answered. On Swift's shared pool, which has as many threads as the machine
/// has cores, two such calls could stop everything else.
final class LedgerThread: SerialExecutor {
    private let queue = Mutex(Queue())
    private let hasWork = DispatchSemaphore(value: 0)

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isStopping = false
    }

    /// Starts the thread.
    init() {
        let thread = Thread { [self] in run() }
        thread.name = "tieout-ledger"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Runs the job after those that came before it.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        hasWork.signal()
    }

    /// Lets the thread end when its jobs are done. It holds itself until then.
    func stop() {
        queue.withLock { $0.isStopping = true }
        hasWork.signal()
    }

    private func run() {
        while true {
            hasWork.wait()
            let (jobs, isStopping) = queue.withLock { queue in
                defer { queue.jobs.removeAll() }
                return (queue.jobs, queue.isStopping)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            if isStopping, jobs.isEmpty { return }
        }
    }
}
