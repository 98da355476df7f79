import Alerts
import HTTPTransport

/// Who expects a run at its time.
struct HeartbeatSettings: Equatable {
    /// `heartbeat.url` or `TIEOUT_HEARTBEAT_URL`: the address of a check of healthchecks.io or a server of its kind.
    var healthchecks: Secret?
    /// `heartbeat.sentry_url` or `TIEOUT_HEARTBEAT_SENTRY_URL`: the address of a monitor's check-ins.
    var sentry: Secret?

    /// The variables that hold secrets, for whoever blots them out of what is printed.
    static let secrets = ["TIEOUT_HEARTBEAT_URL", "TIEOUT_HEARTBEAT_SENTRY_URL"]

    /// What it holds that must not be seen, wherever it was set.
    var secrets: [Secret] { [healthchecks, sentry].compactMap(\.self) }

    /// The watchers that are set.
    ///
    /// - Throws: ``Failure`` with status 78 for what is no address, by its name and without its value.
    func watchers(environment: String) throws(Failure) -> [HeartbeatWatcher] {
        var watchers: [HeartbeatWatcher] = []
        if let healthchecks {
            try healthchecks.requireAddress("heartbeat.url")
            watchers.append(.healthchecks(healthchecks))
        }
        if let sentry {
            try sentry.requireAddress("heartbeat.sentry_url")
            watchers.append(.sentry(sentry, environment: environment))
        }
        return watchers
    }
}
