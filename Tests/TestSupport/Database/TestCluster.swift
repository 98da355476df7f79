import Foundation
import PostgresLedger
import PrivateCluster

/// The PostgreSQL server of this test process: started by the first test that wants a database, stopped at exit.
public final class TestCluster: Sendable {
    /// The cluster, or why there is none.
    static let shared: Result<TestCluster, any Error> = Result { try TestCluster() }

    private static let folderPrefix = "tieout-tests-"
    private let cluster: PrivateCluster

    /// A further server, for a test that stops or crashes it; it is gone when the test lets go of it.
    public static func another() throws -> TestCluster { try TestCluster(named: UUID().uuidString.prefix(8) + "") }

    private convenience init() throws {
        try self.init(named: String(getpid()))
        TestClusterExit.cluster.withLock { $0 = cluster }
        atexit { TestClusterExit.cluster.withLock { $0?.remove() } }
    }

    private init(named name: String) throws {
        // Not TMPDIR, which may be too long a path for a socket.
        let parent = URL(fileURLWithPath: "/tmp", isDirectory: true)
        PrivateCluster.removeAbandoned(in: parent, prefix: Self.folderPrefix)
        let folder = parent.appendingPathComponent(Self.folderPrefix + name, isDirectory: true)
        cluster = try PrivateCluster(folder: folder, installation: .find())
        try cluster.start()
    }

    /// Stops the server, as an administrator does or as a power failure would, and starts it again.
    public func restart(crashing: Bool) throws {
        if crashing { cluster.crash() } else { cluster.stop() }
        try cluster.start()
    }

    /// Stops the server for good.
    public func remove() { cluster.remove() }

    /// The folder of its socket.
    var folder: String { cluster.folder.path }

    /// Settings for a database of the cluster.
    func settings(database: String, user: String = PrivateCluster.superuser) throws -> ConnectionSettings {
        try ConnectionSettings(keywords: ["host": cluster.folder.path, "user": user, "dbname": database])
    }

    /// The URL of a database of the cluster, for programs that are given `DATABASE_URL`.
    func url(database: String, user: String) -> String {
        let host = cluster.folder.path.replacing("/", with: "%2F")
        return "postgresql://\(user)@\(host)/\(database)"
    }
}
