import Foundation

/// A PostgreSQL server of our own in one folder: reached through a socket in that folder only, by nobody else.
///
/// The folder holds `data`, the socket, `server.log` and `owner.lock`. The lock tells a cluster in use from one whose
/// process was killed; ``removeAbandoned(in:)`` clears the latter away.
public final class PrivateCluster: Sendable {
    /// The folder that everything is in; also the value of libpq's `host`.
    public let folder: URL
    /// The superuser, for libpq's `user`.
    public static let superuser = "postgres"

    private let installation: PostgresInstallation
    private let server: String?
    private let lock: FolderLock

    /// Takes a folder for a cluster, creating both where they are missing; the server is not running yet.
    ///
    /// - Parameters:
    ///   - folder: short, since the path of a Unix socket has at most 107 bytes; its parent exists.
    ///   - server: a program to start in place of the installation's `postgres`, which becomes that one in the end.
    ///   - primary: a running server that this one is to follow as its streaming standby; nil for one that stands alone.
    /// - Throws: ``PrivateClusterError``, and Foundation's errors for the folder.
    public init(
        folder: URL,
        installation: PostgresInstallation,
        server: String? = nil,
        following primary: PrivateCluster? = nil
    ) throws {
        self.folder = folder
        self.server = server
        self.installation = installation
        guard mkdir(folder.path, 0o700) == 0 || OwnFolder.isOurs(folder) else {
            throw PrivateClusterError.inUse(folder: folder.path)
        }
        lock = try FolderLock(folder, creating: true)
        if geteuid() == 0 {
            try Command("/bin/chown", [Self.superuser, folder.path]).output()
        }
        if !FileManager.default.fileExists(atPath: dataFolder.appendingPathComponent("PG_VERSION").path) {
            if let primary { try copyData(of: primary) } else { try createData() }
        }
    }

    private var dataFolder: URL { folder.appendingPathComponent("data", isDirectory: true) }

    private func createData() throws {
        try Command(
            installation.program("initdb"),
            [
                "--pgdata", dataFolder.path, "--username", Self.superuser, "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions",
            ]
        ).asServerUser.output()
    }

    /// Copies everything that the other server has, with the settings by which this one goes on following it.
    private func copyData(of primary: PrivateCluster) throws {
        try Command(
            installation.program("pg_basebackup"),
            [
                "--pgdata", dataFolder.path, "--host", primary.folder.path, "--username", Self.superuser,
                "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast", "--no-sync",
            ]
        ).asServerUser.output()
    }

    /// Starts the server and returns when it takes connections.
    ///
    /// - Parameter waitingForDisk: whether a COMMIT waits for the disk, as any server with real money on it does; what is
    ///   in a private cluster can mostly be made again.
    /// - Throws: ``PrivateClusterError/failed(program:status:output:)`` with the end of the server's log.
    public func start(waitingForDisk: Bool = false) throws {
        var options = [
            "listen_addresses=''", "unix_socket_directories='\(folder.path)'", "unix_socket_permissions=0700",
            "max_connections=200", "shared_buffers=128MB", "logging_collector=off",
        ]
        if !waitingForDisk { options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] }
        let log = folder.appendingPathComponent("server.log")
        do {
            try Command(
                installation.program("pg_ctl"),
                [
                    "start", "--wait", "--timeout=60", "--silent", "--pgdata", dataFolder.path, "--log", log.path,
                    "--options", options.map { "-c \($0)" }.joined(separator: " "),
                ] + (server.map { ["-p", $0] } ?? [])
            ).asServerUser.output()
        } catch PrivateClusterError.failed(let program, let status, _) {
            let tail = ((try? String(contentsOf: log, encoding: .utf8)) ?? "").suffix(2_000)
            throw PrivateClusterError.failed(program: program, status: status, output: String(tail))
        }
    }

    /// Stops the server and waits until it is gone; ``start()`` finds everything as it was. Does nothing when it is not
    /// running.
    public func stop() { ServerProcess(dataFolder: dataFolder)?.stop(.keeping) }

    /// Ends the server as a power failure would, without writing anything down; ``start()`` recovers from its log, and
    /// unlogged tables are empty then.
    public func crash() { ServerProcess(dataFolder: dataFolder)?.stop(.abandoning) }

    /// Stops the server and removes the folder.
    ///
    /// It sends a signal and starts no program, so it can be called while the process exits.
    public func remove() {
        ServerProcess(dataFolder: dataFolder)?.stop(.abandoning)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Removes the clusters whose processes are gone without having done so.
    ///
    /// - Parameters:
    ///   - parent: the folder that holds clusters.
    ///   - prefix: how the names of their folders begin.
    public static func removeAbandoned(in parent: URL, prefix: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let folder = parent.appendingPathComponent(name, isDirectory: true)
            guard OwnFolder.isOurs(folder), let lock = try? FolderLock(folder, creating: false) else { continue }
            ServerProcess(dataFolder: folder.appendingPathComponent("data"))?.stop(.abandoning)
            try? FileManager.default.removeItem(at: folder)
            withExtendedLifetime(lock) {}
        }
    }
}
