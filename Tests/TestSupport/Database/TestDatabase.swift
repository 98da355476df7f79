import Foundation
import PostgresLedger
import PrivateCluster

/// A database of its own for one test: real PostgreSQL, dropped when the test lets go of it.
public final class TestDatabase: Sendable {
    /// How to connect to it as the superuser.
    public let settings: ConnectionSettings
    /// The same as a URL, for `DATABASE_URL`.
    public let url: String
    /// Its name.
    public let name: String

    fileprivate let cluster: TestCluster

    /// A database without anything in it.
    public static func empty() throws -> TestDatabase {
        let cluster = try TestCluster.shared.get()
        let database = try TestDatabase(on: cluster)
        try database.administrate("CREATE DATABASE \(database.name)")
        return database
    }

    /// A database with the reference ledger, its default packages and Tieout's own schema, and no rows otherwise.
    ///
    /// A copy of one that is migrated once per test process.
    public static func make() async throws -> TestDatabase {
        let template = try await TestTemplate.made.value
        let database = try TestDatabase(on: template.cluster)
        try database.administrate("CREATE DATABASE \(database.name) TEMPLATE \(template.name)")
        return database
    }

    /// The same on a server of the test's own.
    public static func make(on cluster: TestCluster) async throws -> TestDatabase {
        let database = try TestDatabase(on: cluster)
        try database.administrate("CREATE DATABASE \(database.name)")
        let ledger = try await database.ledger()
        try await ledger.createOrCompleteLedger()
        try await ledger.migrate()
        await ledger.disconnect()
        return database
    }

    /// The folder of the server's socket.
    public var serverFolder: String { cluster.folder }

    private init(on cluster: TestCluster) throws {
        self.cluster = cluster
        name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        settings = try cluster.settings(database: name)
        url = cluster.url(database: name, user: PrivateCluster.superuser)
    }

    deinit {
        // A test that failed may have left connections behind. What cannot be dropped goes with the cluster.
        try? administrate("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// How to connect as another role.
    public func settings(as role: String) throws -> ConnectionSettings {
        try cluster.settings(database: name, user: role)
    }

    /// The URL of it for another role.
    public func url(as role: String) -> String { cluster.url(database: name, user: role) }

    /// A connection for the test itself: what the application, or an auditor with psql, would do.
    public func connect() throws -> Connection { try Connection(settings) }

    /// The ledger, connected as the superuser.
    public func ledger(mapping: LedgerMapping = .reference) async throws -> PostgresLedger {
        let ledger = PostgresLedger(settings, mapping: mapping)
        try await ledger.connect()
        return ledger
    }

    /// Returns once nobody but the one who asks is connected: the server notices late that a program has ended, and reports
    /// what a session wrote when it ends at the latest.
    public func waitUntilNobodyIsConnected() throws {
        let observer = try connect()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let others = try observer.query(
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                """
            )
            if others.isEmpty { return }
        }
        throw CancellationError()
    }

    /// Rows that were ever inserted, updated and deleted in each of the ledger's tables, kept or not, as the server counts
    /// them.
    public func writesToTheLedger() throws -> [String] {
        try waitUntilNobodyIsConnected()
        let rows = try connect().query(
            """
            SELECT concat_ws(' ', relname, n_tup_ins, n_tup_upd, n_tup_del) AS line
            FROM pg_stat_user_tables WHERE schemaname IN ('public', 'auth') ORDER BY relname
            """
        )
        return try rows.map { try $0.text("line") }
    }

    /// Makes the guard, at which a second grant of one reference fails.
    public func makeGuard() async throws {
        let ledger = try await ledger()
        if let plan = try await ledger.guardPlan() { try await ledger.make(plan) }
        await ledger.disconnect()
    }

    /// Runs one statement that cannot run inside the database that it concerns.
    private func administrate(_ command: String) throws {
        try Connection(cluster.settings(database: "postgres")).execute(script: command)
    }
}

/// The database that others are copied from. It lives as long as the process, since nobody lets go of it.
private enum TestTemplate {
    static let made = Task {
        let database = try TestDatabase.empty()
        let ledger = try await database.ledger()
        try await ledger.createOrCompleteLedger()
        try await ledger.migrate()
        // Nobody may be connected to a database that is copied.
        await ledger.disconnect()
        return database
    }
}
