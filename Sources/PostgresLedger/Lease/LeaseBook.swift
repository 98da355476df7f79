import Reconciliation

/// The lease's row.
extension PostgresLedger {
    enum LeaseAnswer {
        case taken(fencing: Int64)
        case held(by: String?)
    }

    /// Makes every transaction of this ledger that writes require that lease from now on, also after a new connection.
    ///
    /// Those transactions throw ``PostgresError/leaseLost`` once another run has taken it over, and keep nothing.
    public func obey(_ lease: RunLease) { fencing = lease.fencing }

    /// Takes the lease if it is free; never waits for whoever holds it.
    ///
    /// - Throws: ``PostgresError``.
    func takeLease(
        for run: RunID,
        by asker: LeaseHolder,
        patience: Duration
    ) throws(PostgresError) -> LeaseAnswer {
        let connection = try connection
        do throws(PostgresError) {
            return try connection.transaction { () throws(PostgresError) in
                let rows = try connection.query(.leaseLook, [.integer(Int64(patience / .milliseconds(1)))])
                guard let row = rows.first else { throw .leaseIsMissing }
                let holder = try LeaseHolder(row)
                let isFree = try row.boolean("is_free")
                guard isFree || holder?.isKnownToBeDead == true else {
                    return .held(by: try row.optionalText("run_id"))
                }
                let taken = try connection.query(
                    .leaseTake,
                    [.text(run.text), .text(asker.host), .text(asker.process)]
                )
                return .taken(fencing: try taken[0].integer("fencing"))
            }
        } catch {
            // Its holder is posting, or another takes it at this moment.
            guard error.sqlState == .lockNotAvailable else { throw error }
            return .held(by: try connection.query(.leaseHolder).first?.optionalText("run_id"))
        }
    }

    /// Gives a sign of life; false when another has taken the lease over.
    ///
    /// - Throws: ``PostgresError``.
    func renewLease(fencing: Int64) throws(PostgresError) -> Bool {
        try connection.query(.leaseRenew, [.integer(fencing)]).affected == 1
    }

    /// Gives the lease back.
    ///
    /// - Throws: ``PostgresError``.
    func releaseLease(fencing: Int64) throws(PostgresError) {
        try connection.query(.leaseRelease, [.integer(fencing)])
    }
}

extension Pipeline {
    /// Requires the lease of that number, if there is one to obey: without it the transaction fails with
    /// ``PostgresError/leaseLost``, because another run has taken it over.
    func requireLease(_ fencing: Int64?, _ isolation: IsolationLevel) throws(PostgresError) {
        guard let fencing else { return }
        let statement: Statement = isolation == .readCommitted ? .leaseRequire : .leaseRequireUnlocked
        try ask(statement, [.integer(fencing)], ifEmpty: .leaseLost)
    }
}

extension LeaseHolder {
    fileprivate init?(_ row: Row) throws(PostgresError) {
        guard let host = try row.optionalText("host"), let process = try row.optionalText("process") else { return nil }
        self.init(host: host, process: process)
    }
}

extension Statement {
    fileprivate static let leaseLook = Statement("lease_look", embedded: PackageResources.lease_look_sql)
    fileprivate static let leaseHolder = Statement("lease_holder", embedded: PackageResources.lease_holder_sql)
    fileprivate static let leaseTake = Statement("lease_take", embedded: PackageResources.lease_take_sql)
    fileprivate static let leaseRenew = Statement("lease_renew", embedded: PackageResources.lease_renew_sql)
    fileprivate static let leaseRelease = Statement("lease_release", embedded: PackageResources.lease_release_sql)
    fileprivate static let leaseRequire = Statement("lease_require", embedded: PackageResources.lease_require_sql)
    fileprivate static let leaseRequireUnlocked = Statement(
        "lease_require_unlocked",
        embedded: PackageResources.lease_require_unlocked_sql
    )
}
