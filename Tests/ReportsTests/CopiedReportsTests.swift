import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("Reports that are copied to another place", .enabled(if: Judges.python != nil, "\(Judges.noPython)"))
struct CopiedReportsTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    @Test("go file by file, the manifest last, each with the hash of its bytes")
    func files() async throws {
        let folder = try await root.publish(nights: [0])[0]
        let copy = try ReportCopy(of: folder)
        #expect(copy.files.suffix(2).map(\.name) == ["SHA256SUMS", "manifest.json"])
        #expect(Set(copy.files.map(\.name)) == Set(try FileManager.default.contentsOfDirectory(atPath: folder)))
        for file in copy.files {
            let bytes = Array(try Data(contentsOf: URL(filePath: file.path)))
            #expect(file.bytes == Int64(bytes.count) && file.sha256 == SHA256.digest(of: bytes))
        }
        #expect(try ReportCopy.runs(in: root.path) == [copy.runID])
        #expect(ReportCopy.latest(in: root.path) == copy.runID)
    }

    @Test("do not go where they are not what was published")
    func changed() async throws {
        let folder = try await root.publish(nights: [0])[0]
        try Data("x".utf8).write(to: URL(filePath: "\(folder)/grants.csv"))
        #expect(throws: ReportError.self) { try ReportCopy(of: folder) }
    }

    @Test("are listed as in the folder, by themselves and from what was listed before")
    func list() async throws {
        _ = try await root.publish(nights: [0, 1])
        let runs = try ReportCopy.runs(in: root.path)
        let listed = runs.compactMap { ReportCopy.listed($0, in: root.path) }
        #expect(listed.map(\.runID) == runs)
        let files = try CopiedReports(listed).files()
        #expect(files.map(\.name) == ["runs.json", "latest.html", "index.html"])
        #expect(CopiedReports.reports(in: files[0].bytes) == listed.reversed())
        #expect(CopiedReports.reports(in: Array("{".utf8)) == [])
        #expect(try CopiedReports([]).files().map(\.name) == ["runs.json", "index.html"])

        let place = try TemporaryRoot()
        for file in files { try Data(file.bytes).write(to: URL(filePath: "\(place.path)/\(file.name)")) }
        let (page, here) = (try Judges.page("\(place.path)/index.html"), try Judges.page("\(root.path)/index.html"))
        #expect(page.faults == [])
        #expect(page.links == here.links)
        #expect(page.cells == here.cells)
        let latest = try Judges.page("\(place.path)/latest.html")
        #expect(latest.faults == [])
        #expect(latest.links == ["#newest", "\(runs[1])/index.html"])
        withExtendedLifetime(place) {}
    }
}
