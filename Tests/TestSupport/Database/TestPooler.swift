import Foundation
import PostgresLedger

/// A PgBouncer of its own before a test's database, stopped when the test lets go of it.
public final class TestPooler {
    /// How to connect to the database through it.
    public let url: String

    private let process = Process()
    private let folder: URL

    /// Starts one in that mode (`session`, `transaction`) and waits until it lets somebody through.
    public init(before database: TestDatabase, mode: String) throws {
        folder = URL(filePath: "/tmp/tieout-pooler-\(UUID().uuidString.prefix(8))")
        url = "postgresql://postgres@\(folder.path.replacing("/", with: "%2F")):6432/\(database.name)"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // PgBouncer leaves root behind before it makes its socket.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let settings = folder.appending(path: "pgbouncer.ini")
        try """
        [databases]
        * = host=\(database.settings.host ?? "") user=postgres
        [pgbouncer]
        unix_socket_dir = \(folder.path)
        listen_port = 6432
        auth_type = any
        pool_mode = \(mode)
        \(geteuid() == 0 ? "user = postgres" : "")
        """.write(to: settings, atomically: false, encoding: .utf8)
        process.executableURL = URL(filePath: "/usr/sbin/pgbouncer")
        process.arguments = ["--quiet", settings.path]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try waitUntilItAnswers()
    }

    deinit {
        // Not asked to end: it inherits the signals that this process blocks.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private func waitUntilItAnswers() throws {
        let deadline = Date.now.addingTimeInterval(30)
        while true {
            do {
                return _ = try Connection(ConnectionSettings(url: url))
            } catch {
                guard process.isRunning, Date.now < deadline else { throw error }
                usleep(20_000)
            }
        }
    }
}
