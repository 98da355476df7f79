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
        let rows: [[String: Any]] = standing.map { stood in
            [
                "code": stood.alert.code.rawValue, "alert": stood.alert.object, "since": stood.since.rfc3339,
                "told_at": stood.toldAt.rfc3339, "environment": stood.environment,
            ]
        }
        try connection.change(.alertKeep, [.json(Self.json(rows))])
    }
}

extension Alert {
    /// The alert as members of JSON.
    fileprivate var object: Any {
        guard let data = try? JSONEncoder().encode(self), let object = try? JSONSerialization.jsonObject(with: data)
        else {
            preconditionFailure("an alert is made of JSON values")
        }
        return object
    }
}

extension Statement {
    fileprivate static let alertStanding = Statement("alert_standing", embedded: PackageResources.alert_standing_sql)
    fileprivate static let alertKeep = Statement("alert_keep", embedded: PackageResources.alert_keep_sql)
}
