import Foundation

/// A running server, known by the first line of its `postmaster.pid`.
struct ServerProcess {
    private let id: pid_t

    /// The server of that data folder; nil when none is running.
    init?(dataFolder: URL) {
        let file = dataFolder.appendingPathComponent("postmaster.pid")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }), id > 1, kill(id, 0) == 0
        else { return nil }
        self.id = id
    }

    /// Ends it and waits until it is gone: immediate shutdown, since nothing in it is kept.
    func stop() {
        kill(id, SIGQUIT)
        for _ in 0..<500 where kill(id, 0) == 0 { usleep(10_000) }
        if kill(id, 0) == 0 { kill(id, SIGKILL) }
    }
}
