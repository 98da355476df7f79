import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("What nobody expects in a report or around it")
struct BadInputTests {
    /// Texts as hostile customers and broken programs leave them, with what a cell of CSV shows of each.
    private static let texts: [(text: String, shown: String)] = [
        (String(repeating: "x", count: 40_000), String(repeating: "x", count: 40_000)),
        (String(repeating: "👩‍👩‍👧‍👦", count: 4_000), String(repeating: "👩‍👩‍👧‍👦", count: 4_000)),
        ("\u{0}\u{1}\u{8}\u{1B}[31mred\u{7F}\u{9B}31m", "[31mred31m"),
        ("safe\u{202E}gnp.exe\u{2066}x\u{2069}", "safegnp.exex"), ("\u{FEFF}\u{FFFE}\u{FFFF}\u{61C}mark", "mark"),
        ("line\u{2028}break\r\nand\ttab", "line break  and tab"),
        ("&lt;b&gt;'\"</td><script>", "&lt;b&gt;'\"</td><script>"),
        ("\u{1F468}\u{200D}\u{1F4BB} ünïcødé e\u{301}", "\u{1F468}\u{200D}\u{1F4BB} ünïcødé e\u{301}"),
    ]

    @Test(
        "is a clean cell in every file, and the folder is whole",
        .enabled(if: Judges.python != nil, "\(Judges.noPython)")
    )
    func hostileTexts() async throws {
        let root = try TemporaryRoot()
        var result = try SampleRun.result()
        let findings = Self.texts.enumerated().map { index, example in
            var finding = SampleRun.findings[3].finding
            finding.fingerprint = "amount_mismatch:cs_test_\(index)"
            finding.stripeID = "cs_test_\(index)"
            finding.userID = example.text
            return OpenFinding(finding: finding, status: .open, firstSeen: SampleRun.start, lastSeen: SampleRun.start)
        }
        result.findings = FindingTotals(findings)
        let publisher = ReportPublisher(root: root.path)
        let report = try await publisher.publish(
            result,
            findings: findings,
            sessions: Self.texts.count,
            names: Self.texts.map(\.text)
        )
        #expect(try ReportVerification.verify(folder: report.folder) == report.manifest)
        let shown = Self.texts.map(\.shown)
        #expect(try Judges.csv("\(report.folder)/findings.csv").dropFirst().map { $0[5] } == shown)
        #expect(try Judges.csv("\(report.folder)/sessions.csv").dropFirst().map { $0[8] } == shown)
        let sessions = try Judges.workbook("\(report.folder)/reconciliation.xlsx").sheet("Sessions")
        let cells = sessions.rows.dropFirst().map { $0[8] ?? "" }
        #expect(cells.allSatisfy { $0.utf16.count <= 32_767 })
        #expect(Array(cells.dropFirst(2)) == Array(shown.dropFirst(2)))
        #expect(cells[0].hasSuffix("x… [cut]") && cells[1].hasSuffix("👩‍👩‍👧‍👦… [cut]"), "cut at a whole character")
        let page = try Judges.page("\(report.folder)/index.html")
        #expect(page.faults == [])
        #expect(!page.tags.contains("script"))
        #expect(page.cells.allSatisfy { $0.count <= 1_000 }, "a page is read by people")
        #expect(page.cells.contains("safegnp.exex"))
    }

    @Test(
        "a folder that may not be written to: nothing is published",
        .enabled(if: geteuid() == 0, "only root may be another")
    )
    func readOnlyFolder() async throws {
        let root = try TemporaryRoot()
        let folder = try await root.publish(nights: [0])[0]
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root.path)
        await #expect(processExitsWith: .success) { [path = root.path as String, folder = folder as String] in
            #expect(setregid(65_534, 65_534) == 0 && setreuid(65_534, 65_534) == 0)
            let publisher = ReportPublisher(root: path)
            let error = await #expect(throws: ReportError.self) { try await publisher.publish(SampleRun.night(1)) }
            #expect(error?.problem == "cannot be created (Permission denied)")
            #expect(
                error?.advice == "give the job's user the right to write there, or choose another reports.directory"
            )
            #expect(throws: ReportError.self) { try publisher.requireRoot() }
            let unread = #expect(throws: ReportError.self) { try ReportVerification.prove(folder) }
            #expect(unread?.isPermission == true)
        }
        #expect(try root.names() == ["20261123T021500Z-nightly-3f9c", "index.html", "latest"])
    }

    @Test("a root that others can write to is not pruned either, and one that is gone is said to be")
    func unsafeRoot() async throws {
        let root = try TemporaryRoot()
        _ = try await root.publish(nights: [0, 1])
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: root.path)
        let retention = Retention(daily: .init(seconds: 1, text: "1s"), monthEnd: nil, timeZone: "UTC")
        let error = #expect(throws: ReportError.self) {
            try ReportPruning(root: root.path, retention: retention).prune(
                now: SampleRun.start,
                by: "anna",
                onlyLooks: false
            )
        }
        #expect(error?.problem == "can be written to by others")
        let gone = #expect(throws: ReportError.self) {
            try ReportPruning(root: "\(root.path)/gone", retention: retention).prune(
                now: SampleRun.start,
                by: "a",
                onlyLooks: true
            )
        }
        #expect(gone?.problem == "is not there")
    }
}
