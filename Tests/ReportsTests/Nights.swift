import Foundation
import Reconciliation

@testable import Reports

extension SampleRun {
    /// The sample's run on another night, that many days later.
    static func night(_ days: Int64) throws -> RunResult {
        var result = try result()
        result.id = RunID(startedAt: start + days * .day, command: "nightly", suffix: 0x3f9c)
        result.startedAt = start + days * .day
        result.finishedAt = result.startedAt + 75
        let cutOff = result.period.cutOff + days * .day
        result.period = try Period(since: cutOff - 7 * .day, cutOff: cutOff)
        return result
    }
}

extension TemporaryRoot {
    /// Publishes the sample on those nights and gives the folders.
    func publish(nights: [Int64]) async throws -> [String] {
        var folders: [String] = []
        for night in nights {
            folders.append(try await ReportPublisher(root: path).publish(try SampleRun.night(night)).folder)
        }
        return folders
    }

    /// Puts manifests there and nothing else, as far as a chain or a retention looks.
    func putManifests(of nights: [RunResult]) throws {
        var previous: Manifest.Previous?
        for night in nights {
            let manifest = Manifest(night, files: [], dialect: .plain, planHash: nil, previous: previous)
            let bytes = try JSONText.readable(manifest)
            try FileManager.default.createDirectory(atPath: "\(path)/\(night.id)", withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(filePath: "\(path)/\(night.id)/manifest.json"))
            previous = Manifest.Previous(runID: night.id, sha256: SHA256.digest(of: bytes))
        }
    }

    /// What stands in a file.
    func text(of file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }
}
