import Foundation
import PostgresLedger
import PrivateCluster
import ReferenceApplication
import Reconciliation
import StripeSimulator

/// What the demo runs on: a PostgreSQL server, a ledger with a month of history, and a Stripe, all of its own.
final class DemoStage {
    private let console: Output
    private let stop: StopSignal
    private let cluster: PrivateCluster
    private var server: Server?

    /// Takes a folder for the database and starts its server. What a killed demo left behind is removed first.
    init(console: Output, stop: StopSignal) throws {
        self.console = console
        self.stop = stop
        // Short, since a socket's path has at most 107 bytes, and open to the user postgres, unlike root's home.
        let parent = URL(fileURLWithPath: "/tmp", isDirectory: true)
        PrivateCluster.removeAbandoned(in: parent, prefix: Self.folderPrefix)
        let folder = parent.appendingPathComponent(Self.folderPrefix + String(getpid()), isDirectory: true)
        do {
            cluster = try Self.startedCluster(in: folder)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            // Ctrl-C reaches the programs that make the cluster too, and they fail of it.
            try stop.check()
            throw Failure(
                .failed,
                "the demo's database server cannot start: \(error)",
                advice: "scripts/demo installs what it needs."
            )
        }
        console.note("demo: started a private PostgreSQL server in \(folder.path)")
    }

    /// Makes the ledger, lets the application live through the month, and serves the month's account.
    func setUp(seed: UInt64, sessions: Int) async throws {
        let settings = try ConnectionSettings(url: databaseURL)
        let month = SalesMonth(seed: seed, ending: Instant.now.secondsSinceEpoch - .hour, sessions: sessions)
        console.note("demo: the application lives through a month of \(sessions) checkout pages, with its flaws")
        let application = try ReferenceApplication(Connection(settings))
        try application.createLedgerAsFound()
        try application.live(through: month)
        try stop.check()
        let ledger = PostgresLedger(settings)
        try await ledger.connect()
        _ = try await ledger.migrate()
        server = try Server(month.account)
    }

    /// The environment of a `tieout` that works on this stage.
    var environment: [String: String] {
        [
            "STRIPE_API_BASE": server?.baseURL ?? "", "STRIPE_SECRET_KEY": "sk_test_tieout",
            "DATABASE_URL": databaseURL,
        ]
    }

    /// The URL of the demo's database.
    var databaseURL: String {
        "postgresql://\(PrivateCluster.superuser)@\(cluster.folder.path.replacing("/", with: "%2F"))/postgres"
    }

    /// The folder of the portal's own, which goes with the database.
    var portalState: String { cluster.folder.appending(path: "portal").path }

    /// Stops and removes everything that was started.
    func takeDown() {
        server?.stop()
        cluster.remove()
        console.note("demo: stopped everything it started")
    }

    private static func startedCluster(in folder: URL) throws -> PrivateCluster {
        let cluster = try PrivateCluster(folder: folder, installation: .find())
        do {
            try cluster.start()
        } catch {
            cluster.remove()
            throw error
        }
        return cluster
    }

    private static let folderPrefix = "tieout-demo-"
}
