/// Why a private cluster could not be had.
public enum PrivateClusterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No PostgreSQL server is installed on this machine.
    case notInstalled
    /// A program ended with a failure; `output` is what it printed.
    case failed(program: String, status: Int32, output: String)
    /// The folder belongs to another process that is running.
    case inUse(folder: String)

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .notInstalled: "no PostgreSQL server is installed; on Debian: apt-get install postgresql"
        case .failed(let program, let status, let output): "\(program) ended with status \(status): \(output)"
        case .inUse(let folder): "\(folder) is in use by another process"
        }
    }
}
