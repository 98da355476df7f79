import Foundation
import Reconciliation
import Reports
import TestSupport

/// A portal over the sample report of this repository, published as its run published it.
final class PublishedSample: Sendable {
    let folder: WorkFolder
    /// The run of the sample.
    let run: String
    /// Where it is published.
    let report: String

    init() throws {
        folder = try WorkFolder()
        let manifest = try JSONDecoder().decode(
            Manifest.self,
            from: Data(contentsOf: Self.sample.appending(path: "manifest.json"))
        )
        run = manifest.runID.text
        report = "\(folder.path)/reports/\(run)"
        try FileManager.default.createDirectory(atPath: "\(folder.path)/reports", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.sample.path, toPath: report)
    }

    /// Starts a portal that nobody but the holder of its one-time link can enter.
    func portal(_ environment: [String: String] = [:]) throws -> RunningPortal {
        let reports = ["PORTAL_REPORTS": "\(folder.path)/reports"]
        return try RunningPortal(reports.merging(environment) { $1 }, ["--one-time-link", "anna"], folder: folder)
    }

    /// Changes the manifest of the sample without telling anybody: a liar makes the checksums anew as well.
    func forge(withChecksums: Bool = true, _ change: (inout Manifest) -> Void) throws {
        let path = URL(filePath: "\(report)/manifest.json")
        var manifest = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: path))
        change(&manifest)
        try JSONEncoder().encode(manifest).write(to: path)
        guard withChecksums else { return }
        // By coreutils, so that nothing of ours judges what is ours.
        let sum = try Program("/usr/bin/sha256sum", folder: folder).run(path.path).output.prefix(64)
        let lines = manifest.files.map { "\($0.sha256)  \($0.name)\n" } + ["\(sum)  manifest.json\n"]
        try lines.joined().write(toFile: "\(report)/SHA256SUMS", atomically: false, encoding: .utf8)
    }

    static let sample = URL(filePath: #filePath).appending(path: "../../../../reports/sample").standardized
}
