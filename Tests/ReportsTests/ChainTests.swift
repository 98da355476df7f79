import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("Reports make a chain that is proved from end to end")
struct ChainTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    @Test("three nights are three whole folders, oldest first")
    func whole() async throws {
        let folders = try await root.publish(nights: [0, 1, 2])
        let proof = try ReportVerification.prove(root.path)
        #expect(proof.breaks == [])
        #expect(proof.whole.map { "\(root.path)/\($0.runID)" } == folders)
        #expect(proof.whole.map(\.previous?.runID) == [nil, proof.whole[0].runID, proof.whole[1].runID])
        #expect(try ReportVerification.prove(folders[1]).whole == [proof.whole[1]], "a folder by itself")
    }

    @Test("a report that was killed before latest led to it still has its place in the chain")
    func killedBeforeLatest() async throws {
        let folders = try await root.publish(nights: [0, 1])
        try FileManager.default.removeItem(atPath: "\(root.path)/latest")
        try FileManager.default.createSymbolicLink(
            atPath: "\(root.path)/latest",
            withDestinationPath: URL(filePath: folders[0]).lastPathComponent
        )
        _ = try await root.publish(nights: [2])
        let proof = try ReportVerification.prove(root.path)
        #expect(proof.breaks == [])
        #expect(proof.whole[2].previous?.runID == proof.whole[1].runID)
    }

    @Test("reports that are published at the same moment stand one after the other")
    func atOnce() async throws {
        let path = root.path
        try await withThrowingTaskGroup { group in
            for night in 0..<6 {
                group.addTask { _ = try await ReportPublisher(root: path).publish(try SampleRun.night(Int64(night))) }
            }
            try await group.waitForAll()
        }
        let proof = try ReportVerification.prove(path)
        #expect(proof.breaks == [])
        #expect(proof.whole.count == 6)
        #expect(Set(proof.whole.map(\.previous?.runID)).count == 6)
    }

    @Test("a folder that was changed, checksums and manifest included, is no longer what the next one names")
    func changedThroughout() async throws {
        let folders = try await root.publish(nights: [0, 1])
        let other = try TemporaryRoot()
        var richer = try SampleRun.night(0)
        richer.account = "acct_another"
        let forged = try await ReportPublisher(root: other.path).publish(richer)
        try FileManager.default.removeItem(atPath: folders[0])
        try FileManager.default.moveItem(atPath: forged.folder, toPath: folders[0])
        #expect(throws: Never.self) { try ReportVerification.verify(folder: folders[0]) }
        let breaks = try ReportVerification.prove(root.path).breaks
        #expect(breaks.map(\.path) == [folders[0]])
        #expect(breaks[0].problem.hasPrefix("is not the report after which run 20261124T021500Z-nightly-3f9c"))
    }

    @Test("a folder that was removed is told from one that was pruned")
    func removed() async throws {
        let folders = try await root.publish(nights: [0, 1, 2])
        try FileManager.default.removeItem(atPath: folders[1])
        let breaks = try ReportVerification.prove(root.path).breaks
        #expect(breaks.map(\.path) == [folders[1]])
        #expect(
            breaks[0].problem
                == "was removed: run 20261125T021500Z-nightly-3f9c was published after it, and it is not among the pruned"
        )
    }

    @Test("the newest folder that is missing is told by the link to it")
    func newestRemoved() async throws {
        let folders = try await root.publish(nights: [0, 1])
        try FileManager.default.removeItem(atPath: folders[1])
        let breaks = try ReportVerification.prove(root.path).breaks
        #expect(breaks.map(\.path) == ["\(root.path)/latest"])
    }

    @Test("a folder that was slipped in begins a chain of its own")
    func slippedIn() async throws {
        _ = try await root.publish(nights: [0, 2])
        let other = try TemporaryRoot()
        let stranger = try await other.publish(nights: [1])[0]
        let name = URL(filePath: stranger).lastPathComponent
        try FileManager.default.moveItem(atPath: stranger, toPath: "\(root.path)/\(name)")
        let breaks = try ReportVerification.prove(root.path).breaks
        #expect(breaks.map(\.path) == ["\(root.path)/\(name)"])
        #expect(
            breaks[0].problem == "names no report before it, although 20261123T021500Z-nightly-3f9c is older"
        )
    }

    /// What is done to a folder, and the file of it that is named.
    private static let remade: [(file: String, from: String, to: String)] = [
        ("grants.csv", "cs_test_granted", "cs_test_grabbed"), ("summary.json", "differences", "tied_out"),
        ("plan.json", "\"credits\" : 50", "\"credits\" : 51"),
    ]

    @Test("checksums that were made anew do not hide what the manifest says", arguments: remade)
    func checksumsMadeAnew(_ example: (file: String, from: String, to: String)) async throws {
        let folder = try await root.publish(nights: [0])[0]
        let path = "\(folder)/\(example.file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(example.from))
        try Data(text.replacing(example.from, with: example.to).utf8).write(to: URL(filePath: path))
        let sums = try ProgramOutput.of("sh", ["-c", "sha256sum $(ls | grep -v SHA256SUMS) > SHA256SUMS"], in: folder)
        #expect(sums.status == 0)
        let error = #expect(throws: ReportError.self) { try ReportVerification.verify(folder: folder) }
        #expect(error?.path == "\(folder)/manifest.json")
    }

    @Test("what is no report is said to be none")
    func noReport() throws {
        #expect(throws: ReportError.self) { try ReportVerification.prove(root.path) }
        #expect(throws: ReportError.self) { try ReportVerification.prove("\(root.path)/nowhere") }
    }
}
