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

    /// A further server whose clock is that many seconds off this machine's.
    public static func another(clockOffBy seconds: Int64) throws -> TestCluster {
        let installation = try PostgresInstallation.find()
        let name = UUID().uuidString.prefix(8)
        let server = "/tmp/tieout-clock-\(name)"
        try """
        #!/bin/sh
        LD_PRELOAD="$(find /usr/lib -name libfaketime.so.1 | head -n 1)" FAKETIME="\(seconds > 0 ? "+" : "")\(seconds)s" \\
            FAKETIME_DONT_FAKE_MONOTONIC=1 exec \(installation.binaries.path)/postgres "$@"
        """.write(toFile: server, atomically: false, encoding: .utf8)
        chmod(server, 0o755)
        return try TestCluster(named: String(name), server: server)
    }

    /// A streaming standby of it, which takes connections that only read.
    public func standby() throws -> TestCluster {
        try TestCluster(named: UUID().uuidString.prefix(8) + "", following: cluster)
    }

    private convenience init() throws {
        try self.init(named: String(getpid()))
        TestClusterExit.cluster.withLock { $0 = cluster }
        atexit { TestClusterExit.cluster.withLock { $0?.remove() } }
    }

    private init(named name: String, server: String? = nil, following primary: PrivateCluster? = nil) throws {
        // Not TMPDIR, which may be too long a path for a socket.
        let parent = URL(fileURLWithPath: "/tmp", isDirectory: true)
        PrivateCluster.removeAbandoned(in: parent, prefix: Self.folderPrefix)
        let folder = parent.appendingPathComponent(Self.folderPrefix + name, isDirectory: true)
        cluster = try PrivateCluster(folder: folder, installation: .find(), server: server, following: primary)
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
    public func url(database: String, user: String = PrivateCluster.superuser) -> String {
        let host = cluster.folder.path.replacing("/", with: "%2F")
        return "postgresql://\(user)@\(host)/\(database)"
    }
}
