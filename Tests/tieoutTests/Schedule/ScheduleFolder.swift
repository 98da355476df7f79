import Foundation
import TestSupport
import Testing

/// The files in `cron/`, and the software of others that judges them.
enum ScheduleFolder {
    static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "cron").path

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    /// A script beside the tests.
    static func script(_ name: String) -> String {
        URL(filePath: path).deletingLastPathComponent().appending(path: "Tests/tieoutTests/Judges/\(name)").path
    }

    /// What a judge says; it has to be content.
    static func judge(_ command: [String], in folder: WorkFolder? = nil, _ variables: [String: String] = [:]) throws {
        let ending = try judged(command, in: folder, variables)
        #expect(ending.status == 0, "\(command.joined(separator: " ")): \(ending.output)\(ending.notes)")
    }

    static func judged(
        _ command: [String],
        in folder: WorkFolder? = nil,
        _ variables: [String: String] = [:]
    ) throws -> Ending {
        let path = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"].merging(variables) { $1 }
        return try Program(command[0], environment: path, folder: folder ?? WorkFolder()).run(
            Array(command.dropFirst())
        )
    }

    /// Where the judges of `scripts/install-judges` are; nil where there are none.
    static let judges: String? = {
        guard let python = ProcessInfo.processInfo.environment["TIEOUT_PYTHON"] else { return nil }
        let folder = URL(filePath: python).deletingLastPathComponent().path
        return FileManager.default.isExecutableFile(atPath: "\(folder)/kubernetes-validate") ? folder : nil
    }()

    static let noJudges: Comment = "no judges; set TIEOUT_PYTHON to what scripts/install-judges prints"

    static func has(_ tool: String) -> Bool {
        ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
    }
}
