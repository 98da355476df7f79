import Foundation
import LocalPeers
import PostgresLedger
import TestSupport
import Testing
import Yams

@testable import Reconciliation

/// Nights and what Prometheus reads of them.
@Suite struct MetricsNightTests {
    private func measured(_ night: OneMissedSale) throws -> Program {
        try night.program.folder.write("metrics:\n  textfile: tieout.prom\n", to: "tieout.yaml")
        return night.program
    }

    /// The figures of the file as Prometheus' own client reads them.
    private func figures(of night: OneMissedSale) throws -> [String: String] {
        let page = try Data(contentsOf: URL(filePath: "\(night.program.folder.path)/tieout.prom"))
        let said: [String] = try Peer.verdict(of: "judge_metrics", on: page)
        return Dictionary(
            uniqueKeysWithValues: said.map { line in
                let place = line.lastIndex(of: " ") ?? line.endIndex
                return (String(line[..<place]), String(line[line.index(after: place)...]))
            }
        )
    }

    @Test func aRunWritesItsFigures() async throws {
        let night = try await OneMissedSale()
        #expect(try measured(night).run(night.applied).status == 0)
        let figures = try figures(of: night)
        #expect(figures["tieout_exit_code"] == "0")
        #expect(figures["tieout_credits_applied"] == "50")
        #expect(figures[#"tieout_unreconciled_minor_units{currency="usd"}"#] == "0")
        #expect(figures[#"tieout_items{source="checkout_session",state="matched"}"#] == "1")
        #expect(figures["tieout_corrections_held"] == "0")
        #expect(figures[#"tieout_findings_waiting{severity="high"}"#] == "0")
        #expect(figures[#"tieout_stripe_requests{status="200"}"#].flatMap(Double.init) ?? 0 > 5)
        #expect(figures["tieout_last_success_timestamp_seconds"] == figures["tieout_last_run_timestamp_seconds"])
        #expect(figures["tieout_duration_seconds"] != nil)
    }

    /// A run that fails says so; when the last good one was, the books know, or the file itself.
    @Test(arguments: [
        (["STRIPE_SECRET_KEY": "sk_test_revoked7890"], "78"),
        (["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none"], "69"),
    ])
    func aRunThatFailsKeepsTheLastSuccess(_ broken: [String: String], _ status: String) async throws {
        let night = try await OneMissedSale()
        let program = try measured(night)
        #expect(try program.run(night.applied).status == 0)
        let before = try figures(of: night)
        // The first ended at another time than the second.
        try night.database.connect().execute(
            script: "UPDATE tieout.run SET finished_at = finished_at - interval '1 hour'"
        )
        #expect(try program.with(broken).run("run", "--apply").status == Int32(status))
        let after = try figures(of: night)
        #expect(after["tieout_exit_code"] == status)
        #expect(after["tieout_credits_applied"] == nil)
        let success = try #require(before["tieout_last_success_timestamp_seconds"].flatMap(Int.init))
        let isKnown = broken["DATABASE_URL"] == nil
        #expect(after["tieout_last_success_timestamp_seconds"] == "\(success - (isKnown ? 3_600 : 0))")
    }

    @Test func aGatewayIsSentTheSame() async throws {
        let (night, gateway) = (try await OneMissedSale(), try Peer("http_peer", ["200"]))
        try night.program.folder.write(
            "metrics:\n  pushgateway: http://127.0.0.1:\(gateway.port)\n  job: ledger\n",
            to: "tieout.yaml"
        )
        #expect(try night.program.run(night.applied).status == 0)
        let good: TakenRequest = try gateway.next()
        #expect(good.method == "PUT")
        #expect(good.path.hasPrefix("/metrics/job/ledger/instance/"))
        #expect(good.body.contains("\ntieout_exit_code 0\n"))

        // Without the books nobody knows of the last success: what the gateway knows of it stays.
        let broken = night.program.with(["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none"])
        #expect(try broken.run("run", "--apply").status == 69)
        let failed: TakenRequest = try gateway.next()
        #expect(failed.method == "POST")
        #expect(!failed.body.contains("last_success"))
    }

    @Test(arguments: ["textfile: nowhere/tieout.prom", "pushgateway: http://127.0.0.1:1"])
    func figuresThatCannotBeToldChangeNothing(_ setting: String) async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write("metrics:\n  \(setting)\n", to: "tieout.yaml")
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 0)
        #expect(
            ending.notes.contains(
                setting.hasPrefix("text") ? "metrics.textfile: it cannot be written" : "has no figures"
            )
        )
    }

    @Test(arguments: [
        ("textfile: /tmp/tieout.txt", "the path of a file whose name ends with .prom"),
        ("pushgateway: http://gateway.example.com", "metrics.pushgateway is no usable address"),
        ("job: \"\"", "metrics.job"), ("text_file: x.prom", "Did you mean metrics.textfile?"),
    ])
    func aSettingThatIsWrongIsRefused(_ setting: String, _ sentence: String) async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write("metrics:\n  \(setting)\n", to: "tieout.yaml")
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains(sentence), "\(ending.notes)")
    }

    /// Each rule asks for figures that a run writes, and names a section of the runbook.
    @Test func theRulesKnowTheFigures() async throws {
        let night = try await OneMissedSale()
        #expect(try measured(night).run(night.applied).status == 0)
        let written = Set(try figures(of: night).keys.map { String($0.prefix { $0 != "{" }) })
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "cron/prometheus/alerts.yml")
        let root = try Yams.load(yaml: String(contentsOf: path, encoding: .utf8)) as? [String: Any]
        let groups = try #require(root?["groups"] as? [[String: Any]])
        let rules = groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }
        #expect(rules.count == 5)
        for rule in rules {
            let asked = Set((rule["expr"] as? String ?? "").matches(of: /tieout_[a-z_]+/).map { String($0.output) })
            #expect(!asked.isEmpty && asked.isSubset(of: written), "\(asked)")
            let code = (rule["labels"] as? [String: String])?["code"] ?? ""
            #expect(RunEvent.Code(rawValue: code) != nil, "\(code)")
        }
    }
}
