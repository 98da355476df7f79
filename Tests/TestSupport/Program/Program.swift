import Foundation

/// `tieout` as whoever starts it sees it: arguments and environment in, exit status and two streams out.
package struct Program: Sendable {
    /// The whole environment; nothing is inherited but the path.
    package var environment: [String: String]
    /// The working directory.
    package let folder: WorkFolder
    /// What is run: `tieout`, or what starts or judges it.
    private let executable: String

    /// The program in an environment and a folder; another's is found on the path.
    package init(_ executable: String = Self.binary, environment: [String: String] = [:], folder: WorkFolder) {
        (self.executable, self.environment, self.folder) = (executable, environment, folder)
    }

    /// The binary that was built beside the tests.
    package static let binary = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "tieout").path

    /// Runs it to its end; blocks, so that no more programs run at once than the machine has processors.
    package func run(_ arguments: [String]) throws -> Ending { try start(arguments).ending() }

    /// Runs it to its end.
    package func run(_ arguments: String...) throws -> Ending { try run(arguments) }

    /// Starts it.
    ///
    /// - Parameter device: where both streams go; nothing is read of them then.
    package func start(_ arguments: [String], writingTo device: String? = nil) throws -> RunningProgram {
        let name = UUID().uuidString
        let output = device ?? "\(folder.path)/\(name).out"
        let notes = device ?? "\(folder.path)/\(name).err"
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path].merging(environment) { $1 }
        variables["DATABASE_URL"] = TestRoles.url(for: self, arguments)
        let child = try Self.spawn([executable] + arguments, variables, in: folder.path, output, notes)
        return RunningProgram(process: child, output: output, notes: notes, isReadable: device == nil)
    }

    /// Starts it with an environment that differs in these variables; nil takes one away.
    package func with(_ changes: [String: String?]) -> Program {
        var program = self
        for (name, value) in changes { program.environment[name] = value }
        return program
    }

    private static let env = "/usr/bin/env"

    private static func spawn(
        _ arguments: [String],
        _ variables: [String: String],
        in folder: String,
        _ output: String,
        _ notes: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (stream, path) in [(1, output), (2, notes)] {
            let flags = path.hasPrefix("/dev/") ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL
            posix_spawn_file_actions_addopen(&actions, Int32(stream), path, flags, 0o600)
        }
        // `env` goes there and becomes the program: the process is the same.
        let list = ([env, "--chdir=\(folder)"] + arguments).map { strdup($0) }
        let environment = variables.map { strdup("\($0)=\($1)") }
        defer { for text in list + environment { free(text) } }
        // A process group of its own, so that a test can do to it what Ctrl-C does.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of Dispatch block signals, which a process would inherit: a shell could not be stopped then.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let code = posix_spawn(&child, env, &actions, &attributes, list + [nil], environment + [nil])
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        return child
    }
}
