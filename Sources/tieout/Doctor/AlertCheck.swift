import Alerts

/// Whether somebody would be told: the channels that are set, and who watches that runs come.
struct AlertCheck {
    let configuration: Configuration

    /// Looks at addresses and secrets, and sends nothing.
    func run() -> Check {
        let channels: [any Channel]
        let watchers: [HeartbeatWatcher]
        do throws(Failure) {
            channels = try configuration.alerts.channels()
            watchers = try configuration.heartbeat.watchers(environment: configuration.environment)
            _ = try configuration.metrics.gateway()
        } catch {
            return .refuse(.alerts, error)
        }
        let measures = configuration.metrics != MetricsSettings()
        guard !channels.isEmpty else {
            return .warning(
                .alerts,
                "no channel is set, so nobody is told of anything",
                remedy: "Set one of \(AlertSettings.channelSecrets.list); `tieout alert-test` tries them."
            )
        }
        let told = "\(channels.map(\.name).list) would be told"
        guard !watchers.isEmpty || measures else {
            return .warning(
                .alerts,
                "\(told); nothing of Tieout's own notices when no run comes",
                remedy: "Set heartbeat.url, or have a monitor run `tieout status` on another host (docs/monitoring.md)."
            )
        }
        let watching = watchers.map(\.name) + (measures ? ["Prometheus"] : [])
        return .ok(.alerts, "\(told); \(watching.list) would notice when no run comes")
    }
}
