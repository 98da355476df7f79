import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("The list of all runs", .enabled(if: Judges.python != nil, "\(Judges.noPython)"))
struct IndexTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    @Test("shows each run, newest first, with its status in words and a link to its page")
    func runs() async throws {
        _ = try await root.publish(nights: [0, 1])
        let page = try Judges.page("\(root.path)/index.html")
        #expect(page.faults == [])
        #expect(Set(page.tags).isDisjoint(with: ["script", "iframe", "object", "embed", "form", "img"]))
        #expect(
            page.links == [
                "#runs", "20261124T021500Z-nightly-3f9c/index.html", "20261123T021500Z-nightly-3f9c/index.html",
            ]
        )
        #expect(
            page.cells == [
                "Run", "Status", "Mode", "Period (UTC)", "Unreconciled", "Findings", "Held", "Grants",
                "Credits granted",
                "20261124T021500Z-nightly-3f9c", "DIFFERENCES", "TEST", "2026-11-17T02:10:00Zto 2026-11-24T02:10:00Z",
                "0 JPY 0.00 USD ", "5", "1", "2", "60",
                "20261123T021500Z-nightly-3f9c", "DIFFERENCES", "TEST", "2026-11-16T02:10:00Zto 2026-11-23T02:10:00Z",
                "0 JPY 0.00 USD ", "5", "1", "2", "60",
            ]
        )
        #expect(try mode("index.html") == 0o640)
    }

    @Test("a damaged folder is listed as that and hides no other")
    func damaged() async throws {
        let folders = try await root.publish(nights: [0, 1])
        try Data("{".utf8).write(to: URL(filePath: "\(folders[0])/manifest.json"))
        try FileManager.default.removeItem(atPath: "\(folders[1])/summary.json")
        _ = try await root.publish(nights: [2])
        let page = try Judges.page("\(root.path)/index.html")
        #expect(page.cells.filter { $0 == "DAMAGED" }.count == 2)
        #expect(page.links.contains("20261125T021500Z-nightly-3f9c/index.html"))
    }

    @Test("one that cannot be written does not undo the report")
    func indexInTheWay() async throws {
        try FileManager.default.createDirectory(atPath: "\(root.path)/index.html", withIntermediateDirectories: false)
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        #expect(report.indexProblem?.path == "\(root.path)/index.html")
        #expect(throws: Never.self) { try ReportVerification.verify(folder: report.folder) }
        #expect(try root.names() == ["20261123T021500Z-nightly-3f9c", "index.html", "latest"])
    }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(root.path)/\(name)")
        return try #require(attributes[.posixPermissions] as? Int)
    }
}
