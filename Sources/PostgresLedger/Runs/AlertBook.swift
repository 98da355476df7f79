import Foundation
import Reconciliation

/// What was told and is not over, in Tieout's own books.
extension PostgresLedger {
    /// The alerts that stand.
    ///
    /// One that a later version wrote and this one cannot read is left out: it is told again rather than lost.
    ///
    /// - Throws: ``PostgresError``.
    public func standingAlerts() throws(PostgresError) -> [StandingAlert] {
        var standing: [StandingAlert] = []
        for row in try connection.query(.alertStanding) {
            let text = try row.text("alert")
            guard let alert = try? JSONDecoder().decode(Alert.self, from: Data(text.utf8)) else { continue }
            standing.append(
                StandingAlert(
                    alert,
                    since: try row.instant("since"),
                    toldAt: try row.instant("told_at"),
                    environment: try row.text("environment")
                )
            )
        }
        return standing
    }

    /// Puts what stands now in the place of what stood before; requires the lease, where there is one to obey.
    ///
    /// - Throws: ``PostgresError``.
    public func keep(standing: [StandingAlert]) throws(PostgresError) {
        guard let rows = try? JSONEncoder().encode(standing) else {
            preconditionFailure("an alert is made of JSON values")
        }
        try connection.change(.alertKeep, [.json(String(decoding: rows, as: UTF8.self))])
    }
}

extension Statement {
    fileprivate static let alertStanding = Statement("alert_standing", embedded: PackageResources.alert_standing_sql)
    fileprivate static let alertKeep = Statement("alert_keep", embedded: PackageResources.alert_keep_sql)
}
