import Foundation

/// A running server, known by the first line of its `postmaster.pid`.
struct ServerProcess {
    private let id: pid_t
    private let dataFolder: URL

    /// The server of that data folder; nil when none is running.
    init?(dataFolder: URL) {
        let file = dataFolder.appendingPathComponent("postmaster.pid")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }), id > 1
        else { return nil }
        self.id = id
        self.dataFolder = dataFolder
        guard isRunning else { return nil }
    }

    /// Whether the process is there and a server of that folder: after a restart of the machine the number may be
    /// another's, and a process that has ended keeps its number until its parent has asked for its status.
    private var isRunning: Bool {
        guard kill(id, 0) == 0 else { return false }
        guard let arguments = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
            return !FileManager.default.fileExists(atPath: "/proc/self")
        }
        return arguments.split(separator: 0).contains { $0.elementsEqual(dataFolder.path.utf8) }
    }

    /// How a server is asked to end.
    enum Manner {
        /// Write everything down first.
        case keeping
        /// Leave everything as it stands, for a folder that is removed next.
        case abandoning

        fileprivate var signal: Int32 {
            switch self {
            case .keeping: SIGINT
            case .abandoning: SIGQUIT
            }
        }
    }

    /// Ends it, whoever is connected, and waits until it is gone: five seconds at most, then it is killed.
    func stop(_ manner: Manner) {
        kill(id, manner.signal)
        for _ in 0..<500 where isRunning { usleep(10_000) }
        if isRunning { kill(id, SIGKILL) }
    }
}
