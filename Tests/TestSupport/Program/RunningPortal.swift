import Foundation

/// `tieout-portal serve` as a process of its own, on a free port of this machine; stopped when the test lets go of it.
package final class RunningPortal: Sendable {
    /// `http://127.0.0.1:41234`.
    package let origin: String
    /// The one-time link, where one was asked for.
    package let link: String?
    private let program: RunningProgram
    /// Held, as what a test's folder holds goes with it.
    private let folder: WorkFolder

    /// The binary that was built beside the tests.
    package static let binary = URL(filePath: Program.binary).deletingLastPathComponent().appending(
        path: "tieout-portal"
    ).path

    /// Starts it in an environment; port and the folder of its own are given unless the environment says otherwise.
    ///
    /// - Throws: ``NotStarted`` with what it said when it ended instead of listening.
    package init(_ environment: [String: String], _ arguments: [String] = [], folder: WorkFolder) throws {
        let usual = ["PORTAL_LISTEN": "127.0.0.1:0", "PORTAL_STATE": "\(folder.path)/portal-state"]
        let portal = Program(Self.binary, environment: usual.merging(environment) { $1 }, folder: folder)
        program = try portal.start(["serve"] + arguments)
        self.folder = folder
        guard let first = program.line(beginning: "Listening on ") else {
            let ending = try program.ending()
            throw NotStarted(status: ending.status, notes: ending.notes)
        }
        origin = "http://\(first)"
        link = arguments.isEmpty ? nil : program.line(beginning: "Sign in once: ")
    }

    deinit {
        program.send(SIGKILL)
        _ = try? program.ending()
    }

    /// Asks it to stop and waits for its end.
    package func stop(_ signal: Int32 = SIGTERM) throws -> Ending {
        program.send(signal)
        return try program.ending()
    }

    /// What it has said so far on standard error.
    package var log: String { program.notesSoFar }

    /// The file of local users with one of each role, made by the program itself.
    package static func users(in folder: WorkFolder) throws -> String {
        let path = "\(folder.path)/portal-users"
        for (name, role) in [("vera", "viewer"), ("anna", "approver")] {
            let add =
                "printf '%s\\n' '\(password(of: name))' | '\(binary)' user add \(name) --role \(role) --users '\(path)'"
            let ending = try Program("/bin/sh", folder: folder).run("-c", add)
            guard ending.status == 0 else { throw NotStarted(status: ending.status, notes: ending.notes) }
        }
        return path
    }

    /// The password of one of them.
    package static func password(of name: String) -> String { "correct horse of \(name)" }

    /// It ended instead of listening.
    package struct NotStarted: Error {
        package let status: Int32
        package let notes: String
    }
}
