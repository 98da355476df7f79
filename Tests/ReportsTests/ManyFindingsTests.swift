import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("A night of more findings than anybody reads")
struct ManyFindingsTests {
    private static let count = 6_500

    /// The declined charge of the sample, again and again; every seventh is gone by the end of the run.
    private static let findings: [OpenFinding] = {
        guard let declined = SampleRun.findings.last else { preconditionFailure("the sample has findings") }
        return (0..<count).map { number in
            var found = declined
            found.finding.fingerprint = "payment_failed:ch_\(number)"
            found.finding.stripeID = "ch_\(number)"
            if number % 7 == 0 { found.status = .gone }
            return found
        }
    }()

    @Test("all are in findings.csv and, while open, in the workbook; the page shows the first")
    func everyFinding() async throws {
        let root = try TemporaryRoot()
        var result = try SampleRun.result()
        result.findings = FindingTotals(Self.findings)
        let report = try await ReportPublisher(root: root.path).publish(
            result,
            findings: { append in for found in Self.findings { try append(found) } },
            details: { _, _ in }
        )
        let open = Self.findings.count { $0.status == .open }
        let files = Dictionary(uniqueKeysWithValues: report.manifest.files.map { ($0.name, $0) })
        #expect(files["findings.csv"]?.rows == Int64(Self.count))
        #expect(files["reconciliation.xlsx"]?.sheets?["Exceptions"] == Int64(open + 1))

        let lines = try String(contentsOfFile: "\(report.folder)/findings.csv", encoding: .utf8)
            .split(separator: "\r\n").dropFirst()
        #expect(lines.count == Self.count)
        for (line, found) in zip(lines, Self.findings) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields[2] == found.status.rawValue && fields[16] == found.finding.fingerprint)
        }

        let page = try String(contentsOfFile: "\(report.folder)/index.html", encoding: .utf8)
        let rest = "<p>The first 1000 of \(open); all are in <a href=\"findings.csv\">findings.csv</a>.</p>"
        #expect(page.contains(rest))
        #expect(page.components(separatedBy: "<td>payment failed</td>").count == 1_000 + 1)
        let summary = try Summary(json: String(contentsOfFile: "\(report.folder)/summary.json", encoding: .utf8))
        #expect(summary.findings == ["payment_failed": Self.count])
    }

    @Test("what waits for a person is open and above info, but for what a plan would correct by itself")
    func waiting() throws {
        var result = try SampleRun.result()
        #expect(result.findings.count == 5 && result.findings.openCount == 3)
        #expect(result.waiting == 2, "the one that is held, and the amount that only a person can settle")
        var stillOpen = SampleRun.findings
        for index in stillOpen.indices { stillOpen[index].status = .open }
        result.findings = FindingTotals(stillOpen)
        #expect(result.waiting == 4)
        result.applies = false
        #expect(result.waiting == 2, "the plan allows the two others")
    }
}
