import Foundation

/// A program that is run to its end, as the user `postgres` where we are root: PostgreSQL refuses to run as root.
struct Command {
    let program: String
    let arguments: [String]

    init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// The same command run as the user `postgres` when this process is root's.
    var asServerUser: Command {
        guard geteuid() == 0 else { return self }
        return Command("/usr/sbin/runuser", ["-u", "postgres", "--", program] + arguments)
    }

    /// Runs it and gives what it printed on both streams.
    ///
    /// The output goes through a file and the end is told by `waitpid`: a server that the program leaves behind would
    /// hold open whatever pipe or socket the end could be told by, as Foundation's `Process` does.
    ///
    /// - Throws: ``PrivateClusterError/failed(program:status:output:)`` when it ends with a status other than 0.
    @discardableResult
    func output() throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString).out")
        defer { try? FileManager.default.removeItem(at: file) }
        let status = spawnAndWait(output: file.path)
        let output = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw PrivateClusterError.failed(program: program, status: status, output: output)
        }
        return output
    }

    /// The exit status; 127 when the program could not be started, 128 and the signal when one ended it.
    private func spawnAndWait(output: String) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        let list = ([program] + arguments).map { strdup($0) }
        defer { for text in list { free(text) } }
        var child: pid_t = 0
        guard posix_spawn(&child, program, &actions, nil, list + [nil], environ) == 0 else { return 127 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return 127 }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
