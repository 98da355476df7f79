import Alerts
import Foundation
import HTTPTransport

/// Where a run's figures go for Prometheus.
struct MetricsSettings: Equatable {
    /// The file that a node exporter reads.
    var textfile: String?
    /// The address of a Pushgateway.
    var pushgateway: String?
    /// The job that the Pushgateway groups by.
    var job = "tieout"

    /// The gateway that is set, under this host's name.
    ///
    /// - Throws: ``Failure`` with status 78 for what is no address.
    func gateway() throws(Failure) -> Pushgateway? {
        guard let pushgateway else { return nil }
        try Secret(pushgateway).requireAddress("metrics.pushgateway")
        return Pushgateway(pushgateway, job: job, instance: ProcessInfo.processInfo.hostName)
    }
}
