import Reconciliation

/// What rails need to know of the ledger and of Tieout's own books.
extension PostgresLedger {
    /// What Tieout granted each buyer within the last 24 hours, by the database's clock.
    ///
    /// - Throws: ``PostgresError``.
    public func grantedLately() throws(PostgresError) -> [String: GrantedSum] {
        var granted: [String: GrantedSum] = [:]
        for row in try connection.query(.grantedLately) {
            granted[try row.text("user_id")] = GrantedSum(
                count: try row.integer("count"),
                credits: try row.integer("credits")
            )
        }
        return granted
    }

    /// Credit purchases by day: those of the run, and what earlier runs counted of other days of the trailing 30.
    ///
    /// - Throws: ``PostgresError``.
    public func purchaseDays() throws(PostgresError) -> [PurchaseDay] {
        var days: [PurchaseDay] = []
        for row in try connection.query(.purchaseDays, [.integer(CircuitBreaker.days)]) {
            days.append(
                PurchaseDay(
                    day: try row.instant("day"),
                    paid: try row.integer("paid"),
                    ungranted: try row.integer("ungranted")
                )
            )
        }
        return days
    }

    /// Keeps the counts of the days that the run examined whole, for the circuit breaker of later runs.
    ///
    /// - Throws: ``PostgresError``.
    public func storePurchaseDays(of run: RunID) throws(PostgresError) {
        try connection.query(.purchaseDayStore, [.text(run.text)])
    }
}

extension Statement {
    fileprivate static let grantedLately = Statement("granted_lately", embedded: PackageResources.granted_lately_sql)
    fileprivate static let purchaseDays = Statement("purchase_days", embedded: PackageResources.purchase_days_sql)
    fileprivate static let purchaseDayStore = Statement(
        "purchase_day_store",
        embedded: PackageResources.purchase_day_store_sql
    )
}
