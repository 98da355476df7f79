import Reconciliation

/// What a run counts so that it, or a later one, can tell that something is unusual.
extension PostgresLedger {
    /// Keeps how many charges of each whole day were declined.
    ///
    /// - Returns: the newest of these days and what is kept of the 30 days before it.
    /// - Throws: ``PostgresError``.
    public func countChargeDays(of run: RunID) throws(PostgresError) -> [ChargeDay] {
        try connection.change(.chargeDayStore, [.text(run.text)])
        var days: [ChargeDay] = []
        for row in try connection.query(.chargeDays, [.text(run.text), .integer(PaymentFailureWatch.days)]) {
            days.append(
                ChargeDay(
                    day: try row.instant("day"),
                    attempts: try row.integer("attempts"),
                    declined: try row.integer("declined")
                )
            )
        }
        return days
    }

    /// How many granting events of the run wait for delivery for more than an hour.
    ///
    /// - Throws: ``PostgresError``.
    public func undeliveredEvents() throws(PostgresError) -> Int64 {
        try connection.query(.eventsUndelivered)[0].integer("count")
    }
}

extension Statement {
    fileprivate static let chargeDayStore = Statement(
        "charge_day_store",
        embedded: PackageResources.charge_day_store_sql
    )
    fileprivate static let chargeDays = Statement("charge_days", embedded: PackageResources.charge_days_sql)
    fileprivate static let eventsUndelivered = Statement(
        "events_undelivered",
        embedded: PackageResources.events_undelivered_sql
    )
}
