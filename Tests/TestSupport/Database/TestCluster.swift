import Foundation
import PostgresLedger
import PrivateCluster

/// The PostgreSQL server of this test process: started by the first test that wants a database, stopped at exit.
public final class TestCluster: Sendable {
    /// The cluster, or why there is none.
    static let shared: Result<TestCluster, any Error> = Result { try TestCluster() }

    private static let folderPrefix = "tieout-tests-"
    private let cluster: PrivateCluster

    private init() throws {
        // Not TMPDIR, which may be too long a path for a socket.
        let parent = URL(fileURLWithPath: "/tmp", isDirectory: true)
        PrivateCluster.removeAbandoned(in: parent, prefix: Self.folderPrefix)
        let folder = parent.appendingPathComponent(Self.folderPrefix + String(getpid()), isDirectory: true)
        cluster = try PrivateCluster(folder: folder, installation: .find())
        TestClusterExit.cluster.withLock { $0 = cluster }
        atexit { TestClusterExit.cluster.withLock { $0?.remove() } }
        try cluster.start()
    }

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
