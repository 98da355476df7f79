import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("Reports are kept as long as the configuration says")
struct RetentionTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    private func retention(daily: Int64, monthEnd: Int64?, timeZone: String = "UTC") -> Retention {
        Retention(
            daily: .init(seconds: daily * .day, text: "\(daily)d"),
            monthEnd: monthEnd.map { .init(seconds: $0 * .day, text: "\($0)d") },
            timeZone: timeZone
        )
    }

    /// The days, after the sample's 23 November 2026, of the nights that would go.
    private func outlived(_ retention: Retention, nights: [Int64], at day: Int64) throws -> [Int64] {
        try root.putManifests(of: nights.map { try SampleRun.night($0) })
        return retention.outlived(try ReportChain(of: root.path), now: SampleRun.start + day * .day).compactMap {
            going in
            going.link.runID.startedAt.map { ($0 - SampleRun.start) / .day }
        }
    }

    @Test("a night goes when it is older than its time; the first night after a month's end stays for years")
    func nights() throws {
        // 1 December is day 8, 1 January day 39, 1 February day 70.
        let gone = try outlived(retention(daily: 30, monthEnd: 100), nights: Array(0..<75), at: 110)
        #expect(gone == Array(0..<39) + Array(40..<70) + Array(71..<74), "day 8 has outlived its hundred days too")
    }

    @Test("without a time for month ends all nights are alike, and the newest always stays")
    func dailyOnly() throws {
        #expect(try outlived(retention(daily: 30, monthEnd: nil), nights: [0, 8, 9], at: 1_000) == [0, 8])
    }

    @Test("months are those of the report's time zone")
    func timeZone() throws {
        // The cut-off is 02:10 UTC: on 1 December it is still November in New York.
        let gone = try outlived(
            retention(daily: 30, monthEnd: 1_000, timeZone: "America/New_York"),
            nights: Array(6..<12),
            at: 200
        )
        #expect(gone == [6, 7, 8, 10])
    }

    @Test("what goes leaves its manifest, and the chain is proved through it")
    func pruned() async throws {
        let folders = try await root.publish(nights: [0, 8, 9, 10])
        let pruning = ReportPruning(root: root.path, retention: retention(daily: 30, monthEnd: 1_000))
        let now = SampleRun.start + 60 * .day
        let before = try root.names()
        let looked = try pruning.prune(now: now, by: "anna", onlyLooks: true)
        #expect(try root.names() == before, "looking changes nothing")
        let outcome = try pruning.prune(now: now, by: "anna", onlyLooks: false)
        #expect(outcome == looked)
        #expect(outcome.pruned.map(\.rule) == ["daily 30d", "daily 30d"])
        #expect(outcome.kept == 2)
        let there = folders.map { FileManager.default.fileExists(atPath: $0) }
        #expect(there == [false, true, false, true])
        let proof = try ReportVerification.prove(root.path)
        #expect(proof.breaks == [])
        #expect(proof.whole.count == 2)
        #expect(proof.pruned.map(\.prunedBy) == ["anna", "anna"])
        #expect(try pruning.prune(now: now, by: "anna", onlyLooks: false).pruned == [], "once is enough")
        _ = try await root.publish(nights: [11])
        #expect(try ReportVerification.prove(root.path).breaks == [], "the next report joins the chain")
        try FileManager.default.removeItem(atPath: folders[1])
        #expect(try ReportVerification.prove(root.path).breaks.map(\.path) == [folders[1]], "removed is not pruned")
    }

    @Test("a record of a pruning cannot be changed unseen, nor a manifest that it keeps")
    func recordChanged() async throws {
        let folders = try await root.publish(nights: [0, 1])
        _ = try ReportPruning(root: root.path, retention: retention(daily: 1, monthEnd: nil))
            .prune(now: SampleRun.start + 9 * .day, by: "anna", onlyLooks: false)
        let manifest = "\(root.path)/pruned/\(URL(filePath: folders[0]).lastPathComponent)/manifest.json"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        try Data(text.replacing("acct_1Sample", with: "acct_2Sample").utf8).write(to: URL(filePath: manifest))
        #expect(try ReportVerification.prove(root.path).breaks.map(\.path) == [manifest])
    }

    @Test("what is not as it was published is evidence, and stays")
    func changedStays() async throws {
        let folders = try await root.publish(nights: [0, 1, 2])
        try Data("x".utf8).write(to: URL(filePath: "\(folders[0])/grants.csv"))
        let outcome = try ReportPruning(root: root.path, retention: retention(daily: 1, monthEnd: nil))
            .prune(now: SampleRun.start + 9 * .day, by: "anna", onlyLooks: false)
        #expect(outcome.refused.map(\.path) == ["\(folders[0])/grants.csv"])
        #expect(outcome.pruned.count == 1)
        #expect(FileManager.default.fileExists(atPath: folders[0]))
    }

    @Test("nothing goes while the chain is broken")
    func brokenChain() async throws {
        let folders = try await root.publish(nights: [0, 1, 2])
        try FileManager.default.removeItem(atPath: folders[1])
        let pruning = ReportPruning(root: root.path, retention: retention(daily: 1, monthEnd: nil))
        #expect(throws: ReportError.self) {
            try pruning.prune(now: SampleRun.start + 9 * .day, by: "anna", onlyLooks: false)
        }
        #expect(FileManager.default.fileExists(atPath: folders[0]))
    }
}
