import Alerts
import Foundation
import Logging
import Reconciliation

/// Tells whoever watches runs from outside that one began, and how it ended; never changes the run's result.
struct RunMonitor {
    private let heartbeat: Heartbeat
    private let log: Logger

    /// The monitor of one run.
    ///
    /// - Throws: ``Failure`` with status 78 for a watcher that is set wrong.
    init(_ configuration: Configuration, log: Logger) throws(Failure) {
        heartbeat = Heartbeat(
            of: UUID(),
            to: try configuration.heartbeat.watchers(environment: configuration.environment)
        )
        self.log = log
    }

    /// The run is at work: it holds the lease.
    func began() async { await beat(.began) }

    /// The run has ended. One that another run turned away is silent: the other tells of itself.
    func ended(_ ending: RunEnding) async {
        guard ending.status != .busy else { return }
        await beat(.ended(exitStatus: ending.status.rawValue, isWell: ending.isWell, summary: ending.summary))
    }

    private func beat(_ beat: Beat) async {
        for outcome in await heartbeat.beat(beat) {
            guard let failure = outcome.failure else { continue }
            log.warning("\(outcome.channel) has no sign of life of this run: \(failure)")
        }
    }
}
