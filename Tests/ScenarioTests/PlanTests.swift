import Foundation
import PostgresLedger
import Reconciliation
import ScaleWorld
import TestSupport
import Testing

/// What the server really does for the match and for each rule over a world with a share of each fault: it reads each
/// relation a few times, never once a row.
@Suite struct PlanTests {
    private static let rows = 4_000

    @Test func nothingIsReadOnceForEachRow() async throws {
        let database = try await TestDatabase.make()
        let ledger = try await database.ledger(mapping: ScaleWorld.mapping)
        try await ScaleWorld(rows: Self.rows).enter(ledger)
        try await ledger.withConnection { connection throws(PostgresError) in
            try connection.execute(
                script: """
                    LOAD 'auto_explain';
                    SET auto_explain.log_min_duration = 0;
                    SET auto_explain.log_analyze = on;
                    SET auto_explain.log_timing = off;
                    SET auto_explain.log_format = json;
                    SET auto_explain.log_level = notice;
                    """
            )
            _ = connection.takeNotices()
        }
        let findings = try await ledger.find(run: RunID("20261015T000000Z-plan-0001")!, period: ScaleWorld.period)
        let notices = try await ledger.withConnection { connection throws(PostgresError) in connection.takeNotices() }
        let plans = try notices.compactMap { try ExecutedPlan(notice: $0.message) }

        // Rules that find nothing in this world would be planned, and read, otherwise than on a bad night.
        #expect(Set(findings.map(\.kind)) == Set(FindingKind.allCases))
        #expect(plans.count >= FindingKind.allCases.count + 5)
        for plan in plans { #expect(plan.offences(rows: Self.rows) == [], "\(plan.statement)") }
    }
}

/// A statement as the server ran it.
private struct ExecutedPlan {
    /// Its beginning.
    let statement: String
    private let nodes: [[String: Any]]

    /// Reads what auto_explain says; nil for what is no plan.
    init?(notice: String) throws {
        guard let start = notice.range(of: "plan:\n") else { return nil }
        let json = try JSONSerialization.jsonObject(with: Data(notice[start.upperBound...].utf8)) as? [String: Any]
        guard let json, let plan = json["Plan"] as? [String: Any], let text = json["Query Text"] as? String else {
            return nil
        }
        statement = String(text.prefix(150))
        var nodes = [plan]
        var index = 0
        while index < nodes.count {
            nodes += nodes[index]["Plans"] as? [[String: Any]] ?? []
            index += 1
        }
        self.nodes = nodes
    }

    /// What grows faster than the world: parts that run once for each row, and loops over all of a relation.
    func offences(rows: Int) -> [String] {
        nodes.compactMap { node in
            let name = "\(node["Node Type"] ?? "") \(node["Relation Name"] ?? node["CTE Name"] ?? "")"
            let loops = Self.number(node, "Actual Loops")
            let touched = ["Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter"]
                .map { Self.number(node, $0) }.reduce(0, +)
            if (node["Subplan Name"] as? String)?.hasPrefix("SubPlan") == true { return "\(name) runs once a row" }
            // Looking again and again at the run's own row, or at a few packages, costs nothing.
            if name.hasPrefix("Seq Scan"), loops > 20, touched > 100 {
                return "\(name) is repeated \(Int(loops)) times"
            }
            // The widest relation has four rows a sale.
            return touched * loops > Double(20 * rows) ? "\(name) touches \(Int(touched * loops)) rows" : nil
        }
    }

    private static func number(_ node: [String: Any], _ name: String) -> Double {
        (node[name] as? NSNumber)?.doubleValue ?? 0
    }
}
