import Foundation
import Reconciliation

@testable import Reports

/// A root for reports that goes when the test ends.
final class TemporaryRoot: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieout-reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o750]
        )
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}

extension ReportPublisher {
    /// Publishes the run with the sample's detail rows.
    func publish(
        _ result: RunResult,
        findings: [OpenFinding] = SampleRun.findings,
        sessions: Int = 3,
        name: String = "starter",
        names: [String] = []
    ) async throws -> PublishedReport {
        try await publish(
            result,
            findings: { append in for found in findings { try append(found) } },
            details: { sheet, append in
                let names = names.isEmpty ? [name] : names
                try await append(SampleRun.rows(of: sheet, sessions: sessions, names: names))
            }
        )
    }
}

/// What a program of others said.
struct ProgramOutput {
    var status: Int32
    var output: String

    /// Runs a program to its end; stdout and stderr together.
    static func of(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> ProgramOutput {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return ProgramOutput(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }
}
