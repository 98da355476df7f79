import Foundation

/// The programs of a PostgreSQL server that is installed on this machine.
public struct PostgresInstallation: Sendable {
    /// The folder of `initdb`, `pg_ctl` and `postgres`.
    public let binaries: URL

    /// Finds the newest installation: what `pg_config` names, then the packages of Debian and of Homebrew.
    ///
    /// - Parameter searchPath: the folders of `PATH`, in which `pg_config` is looked for.
    /// - Throws: ``PrivateClusterError/notInstalled`` when there is none.
    public static func find(searchPath: [String] = ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"]) throws
        -> PostgresInstallation
    {
        let configured = searchPath.lazy.map { $0 + "/pg_config" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            .flatMap { try? Command($0, ["--bindir"]).output().trimmingCharacters(in: .whitespacesAndNewlines) }
        let candidates = [configured].compactMap(\.self) + versioned("/usr/lib/postgresql") + ["/opt/homebrew/bin"]
        for folder in candidates where FileManager.default.isExecutableFile(atPath: folder + "/initdb") {
            return PostgresInstallation(binaries: URL(fileURLWithPath: folder, isDirectory: true))
        }
        throw PrivateClusterError.notInstalled
    }

    /// The `bin` folders under one folder per version, newest first.
    private static func versioned(_ folder: String) -> [String] {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return versions.compactMap { Int($0) }.sorted(by: >).map { "\(folder)/\($0)/bin" }
    }

    func program(_ name: String) -> String { binaries.appendingPathComponent(name).path }
}
