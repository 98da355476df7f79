import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("A report folder is complete or absent")
struct PublishingTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    @Test("holds the files of the design, readable by owner and group alone")
    func filesAndModes() async throws {
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        #expect(
            try root.names(in: "20261123T021500Z-nightly-3f9c") == [
                "SHA256SUMS", "charges.csv", "failures.csv", "findings.csv", "grants.csv", "index.html", "invoices.csv",
                "manifest.json", "plan.json", "reconciliation.xlsx", "refunds.csv", "sales.csv", "sessions.csv",
                "summary.json",
            ]
        )
        #expect(try root.names() == ["20261123T021500Z-nightly-3f9c", "index.html", "latest"])
        #expect(try mode(report.folder) == 0o750)
        for name in try root.names(in: "latest") { #expect(try mode("\(report.folder)/\(name)") == 0o640) }
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: "\(root.path)/latest")
        #expect(link == "20261123T021500Z-nightly-3f9c")
    }

    @Test("passes sha256sum and its own verification")
    func checksums() async throws {
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        let judged = try ProgramOutput.of("sha256sum", ["--check", "--strict", "SHA256SUMS"], in: report.folder)
        #expect(judged.status == 0, "\(judged.output)")
        #expect(judged.output.split(separator: "\n").count == 13)
        #expect(try ReportVerification.verify(folder: report.folder) == report.manifest)
    }

    @Test("a changed, an added and a missing file are named", arguments: ["changed", "added", "missing"])
    func verificationNamesTheFile(_ fault: String) async throws {
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        let path = "\(report.folder)/\(fault == "added" ? "extra.csv" : "grants.csv")"
        switch fault {
        case "missing": try FileManager.default.removeItem(atPath: path)
        case "added": try Data("x".utf8).write(to: URL(filePath: path))
        default:
            let content = try String(contentsOfFile: path, encoding: .utf8)
            try Data(content.replacing("50", with: "99").utf8).write(to: URL(filePath: path))
        }
        let error = #expect(throws: ReportError.self) { try ReportVerification.verify(folder: report.folder) }
        #expect(error?.path == path)
    }

    @Test("is the same, byte for byte, from the same run")
    func reproducible() async throws {
        let other = try TemporaryRoot()
        let first = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        let second = try await ReportPublisher(root: other.path).publish(SampleRun.result())
        #expect(first.manifest == second.manifest)
        for name in try root.names(in: "latest") {
            let same = FileManager.default.contentsEqual(
                atPath: "\(first.folder)/\(name)",
                andPath: "\(second.folder)/\(name)"
            )
            #expect(same, "\(name) differs")
        }
    }

    @Test("is never changed: the same run id is refused")
    func publishedOnce() async throws {
        let publisher = ReportPublisher(root: root.path)
        let report = try await publisher.publish(SampleRun.result())
        let error = await #expect(throws: ReportError.self) { try await publisher.publish(SampleRun.result()) }
        #expect(error?.path == report.folder)
        #expect(try root.names() == ["20261123T021500Z-nightly-3f9c", "index.html", "latest"])
        #expect(try ReportVerification.verify(folder: report.folder) == report.manifest)
    }

    @Test("the next report carries the hash of the one before, and latest leads to it")
    func chain() async throws {
        let publisher = ReportPublisher(root: root.path)
        let first = try await publisher.publish(SampleRun.result(suffix: 1))
        let second = try await publisher.publish(SampleRun.result(suffix: 2))
        let before = try InputFile("\(first.folder)/manifest.json").measured()
        #expect(first.manifest.previous == nil)
        #expect(second.manifest.previous == .init(runID: first.manifest.runID, sha256: before.sha256))
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: "\(root.path)/latest")
        #expect(link == second.manifest.runID.text)
    }

    @Test("a root that others can write to is refused before anything is written")
    func openRoot() async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: root.path)
        let error = await #expect(throws: ReportError.self) {
            try await ReportPublisher(root: root.path).publish(SampleRun.result())
        }
        #expect(
            error?.description
                == "\(root.path): can be written to by others; take the right away with: chmod o-w \(root.path)"
        )
        #expect(try root.names() == [])
    }

    @Test("what a killed run left is removed and reported; what another run is writing stays")
    func leftOvers() async throws {
        let (killed, alive) = ("\(root.path)/.tmp-killed", "\(root.path)/.tmp-alive")
        for folder in [killed, alive] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try Data("half".utf8).write(to: URL(filePath: "\(folder)/grants.csv"))
        }
        guard let lock = FolderLock(alive) else {
            Issue.record("the folder cannot be locked")
            return
        }
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        #expect(report.removedLeftOvers == [".tmp-killed"])
        #expect(
            try root.names() == [
                ".tmp-alive", "20261123T021500Z-nightly-3f9c", "index.html", "latest",
            ]
        )
        _ = consume lock
    }

    @Test("a CSV file that lacks a row of its table, or holds another amount, is not as it was written")
    func tableReadBack() throws {
        let rows = SampleRun.rows(of: .charges)
        var file = try CSVWriter(creating: "\(root.path)/charges.csv", columns: DetailSheet.charges.columns)
        for row in rows { try file.append(row) }
        _ = try file.finish()
        let check = { (rows: [[Cell]]) throws in
            var totals = ControlTotals(columns: DetailSheet.charges.columns)
            for row in rows { totals.add(row) }
            let table = ReadBack.Table(
                file: "charges.csv",
                columns: DetailSheet.charges.columns,
                totals: totals,
                dialect: .plain
            )
            try ReadBack(tables: [table]).checkTables(in: root.path)
        }
        try check(rows)
        #expect(throws: ReportError.self) { try check(rows + [rows[0]]) }
        #expect(throws: ReportError.self) { try check(rows.dropLast() + [rows[0]]) }
    }

    @Test("when the rows break off, nothing is published and nothing is left")
    func brokenOff() async throws {
        struct ConnectionLost: Error {}
        await #expect(throws: ConnectionLost.self) {
            try await ReportPublisher(root: root.path).publish(
                SampleRun.result(),
                findings: { _ in },
                details: { sheet, append in
                    try await append(SampleRun.rows(of: sheet))
                    if sheet == .charges { throw ConnectionLost() }
                }
            )
        }
        await #expect(throws: ConnectionLost.self) {
            try await ReportPublisher(root: root.path).publish(
                SampleRun.result(),
                findings: { append in
                    try append(SampleRun.findings[0])
                    throw ConnectionLost()
                },
                details: { _, _ in }
            )
        }
        #expect(try root.names() == [])
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}
