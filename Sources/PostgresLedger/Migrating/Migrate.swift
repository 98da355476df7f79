/// What a migration did.
public struct MigrationReport: Hashable, Sendable {
    /// What was created or changed, one phrase each, in order; empty when everything was there.
    public var changes: [String]
    /// What is left for a person, one sentence each.
    public var remarks: [String]

    /// A report of those lines.
    public init(changes: [String] = [], remarks: [String] = []) {
        self.changes = changes
        self.remarks = remarks
    }
}

extension PostgresLedger {
    /// Brings schema `tieout` to this version and makes the views over the ledger anew where they are out of date.
    ///
    /// All of it or nothing, in one transaction. Run it again whenever the application's tables have changed.
    ///
    /// - Throws: ``PostgresError``; `42501` when the role may not create a schema in the database.
    @discardableResult
    public func migrate() throws(PostgresError) -> MigrationReport {
        let connection = try connection
        let report = try connection.transaction { () throws(PostgresError) -> MigrationReport in
            var report = MigrationReport()
            try connection.execute(script: Migration.begin.script, named: Migration.begin.name)
            let applied = try connection.appliedMigrations()
            for migration in Migration.all where !applied.contains(migration.version) {
                try connection.execute(script: migration.script, named: migration.name)
                try connection.execute(script: migration.note, named: migration.name)
                report.changes.append("applied \(migration.name)")
            }
            for definition in try connection.viewDefinitions(mapping) where !definition.isCurrent {
                try connection.execute(script: definition.script, named: definition.view)
                report.changes.append("defined view tieout.\(definition.view)")
            }
            if !report.changes.isEmpty { try renewRoleRights() }
            return report
        }
        // Plans of statements over a view are of no use after the view was made anew.
        try connection.forgetPreparedStatements()
        reading = nil
        _ = connection.takeNotices()
        return report
    }

    /// What ``migrate()`` would do on this database now, in the words of its report; empty when it is up to date.
    ///
    /// - Throws: ``PostgresError``.
    public func pendingMigrations() throws(PostgresError) -> [String] {
        let connection = try connection
        let applied = try connection.appliedMigrations()
        let steps = Migration.all.filter { !applied.contains($0.version) }.map { "applied \($0.name)" }
        let views = try connection.viewDefinitions(mapping).filter { !$0.isCurrent }
        return steps + views.map { "defined view tieout.\($0.view)" }
    }

    /// The SQL that ``migrate()`` would run on this database now, as one script to read or to run with psql.
    ///
    /// - Throws: ``PostgresError``.
    public func migrationScript() throws(PostgresError) -> String {
        let connection = try connection
        let applied = try connection.appliedMigrations()
        let steps = Migration.all.filter { !applied.contains($0.version) }
        let views = try connection.viewDefinitions(mapping).filter { !$0.isCurrent }.map(\.script)
        let scripts = [Migration.begin.script] + steps.flatMap { [$0.script, $0.note] } + views
        return (["BEGIN;"] + scripts + ["COMMIT;", ""]).joined(separator: "\n")
    }
}

extension Connection {
    /// The versions of Tieout's own schema that are there; none where there is no schema.
    fileprivate func appliedMigrations() throws(PostgresError) -> Set<Int64> {
        let list = try query("SELECT to_regclass('tieout.migration') IS NOT NULL AS exists")[0]
        guard try list.boolean("exists") else { return [] }
        var applied: Set<Int64> = []
        for row in try query(.migrationApplied) { applied.insert(try row.integer("version")) }
        return applied
    }
}

extension Statement {
    fileprivate static let migrationApplied = Statement(
        "migration_applied",
        embedded: PackageResources.migration_applied_sql
    )
}
