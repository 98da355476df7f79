import Alerts
import Foundation
import Logging
import PostgresLedger
import Reconciliation

/// Tells whoever watches runs from outside that one began, and how it ended; never changes the run's result.
struct RunMonitor {
    private let heartbeat: Heartbeat
    private let textfile: Textfile?
    private let gateway: Pushgateway?
    private let time: TellingTime
    private let log: Logger

    /// The monitor of one run.
    ///
    /// - Parameters:
    ///   - time: how long watchers may take.
    ///   - log: of that run.
    /// - Throws: ``Failure`` with status 78 for a watcher that is set wrong.
    init(_ configuration: Configuration, within time: TellingTime, log: Logger) throws(Failure) {
        heartbeat = Heartbeat(
            of: UUID(),
            to: try configuration.heartbeat.watchers(environment: configuration.environment)
        )
        textfile = configuration.metrics.textfile.map(Textfile.init)
        gateway = try configuration.metrics.gateway()
        (self.time, self.log) = (time, log)
    }

    /// The run is at work: it holds the lease.
    func began() async { await beat(.began) }

    /// The run has ended. One that another run turned away is silent: the other tells of itself.
    ///
    /// - Parameter connect: gives the ledger whose books say when a run last ended well; asked only where that is told.
    func ended(_ ending: RunEnding, connect: () async throws -> PostgresLedger) async {
        guard ending.status != .busy else { return }
        await beat(.ended(exitStatus: ending.status.rawValue, isWell: ending.isWell, summary: ending.summary))
        guard textfile != nil || gateway != nil else { return }
        await measure(ending, lastSuccess: try? await connect().freshness().lastGood?.at.secondsSinceEpoch)
    }

    private func beat(_ beat: Beat) async {
        for outcome in await time.beats.spend({ [heartbeat] in await heartbeat.beat(beat) }) {
            guard let failure = outcome.failure else { continue }
            log.warning("\(outcome.channel) has no sign of life of this run: \(failure)")
        }
    }

    private func measure(_ ending: RunEnding, lastSuccess: Int64?) async {
        if let textfile {
            do throws(DeliveryFailure) {
                // Where the database is out of reach, what was known stays.
                try textfile.write(ending.gauges(lastSuccess: lastSuccess ?? textfile.lastSuccess))
            } catch {
                log.warning("metrics.textfile: \(error.reason)")
            }
        }
        if let gateway {
            let gauges = ending.gauges(lastSuccess: lastSuccess)
            let outcome = await time.figures.spend {
                await gateway.push(gauges, replacesAll: lastSuccess != nil)
            }
            if let failure = outcome.failure {
                log.warning("\(outcome.channel) has no figures of this run: \(failure)")
            }
        }
    }
}
