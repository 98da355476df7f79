import Foundation
import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// All rules have one shape, and none has a shape that a sharded ledger cannot run.
@Suite struct RuleShapeTests {
    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/PostgresLedger", isDirectory: true)

    /// The SQL files of a folder, by their stems.
    private static func files(_ folder: String) throws -> [(name: String, sql: String)] {
        let folder = sources.appendingPathComponent(folder, isDirectory: true)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.path < $1.path }
            .map { ($0.deletingPathExtension().lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func eachKindHasItsRule() throws {
        #expect(try Self.files("Rules").map(\.name) == FindingKind.allCases.map(\.rawValue).sorted())
    }

    @Test func rulesAreUnionable() async throws {
        let database = try await TestDatabase.make()
        defer { withExtendedLifetime(database) {} }
        let connection = try database.connect()
        let rules = try Self.files("Rules")
        for rule in rules {
            try connection.execute(script: "CREATE TEMP VIEW rule_\(rule.name) AS \(rule.sql)", named: rule.name)
        }
        let union = rules.map { "SELECT * FROM rule_\($0.name)" }.joined(separator: " UNION ALL ")
        try connection.execute(script: "CREATE TEMP VIEW every_rule AS \(union)", named: "every_rule")
        let shapes = try connection.query(
            """
            SELECT relation.relname AS name, string_agg(
                attribute.attname || ' ' || format_type(attribute.atttypid, NULL), ', ' ORDER BY attribute.attnum
            ) AS columns
            FROM pg_class AS relation
            JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0
            WHERE relation.relnamespace = pg_my_temp_schema()
            GROUP BY relation.relname
            """
        )
        #expect(shapes.count == FindingKind.allCases.count + 1)
        for shape in shapes {
            let name = try shape.text("name")
            #expect(
                try shape.text("columns")
                    == """
                    kind text, fingerprint text, stripe_id text, ledger_id text, user_id text, currency text, \
                    expected_minor bigint, recorded_minor bigint, credits bigint, \
                    occurred_at timestamp with time zone, detail jsonb
                    """,
                "\(name)"
            )
        }
    }

    /// A sharded ledger refuses them, or answers them by moving whole tables between servers.
    @Test func nothingIsAskedThatAShardedLedgerCannotAnswer() throws {
        let forbidden = try NSRegularExpression(
            pattern: #"\b(?:NOT\s+IN\s*\(\s*SELECT|EXISTS\s*\(\s*SELECT|EXCEPT|LATERAL|GROUPING\s+SETS|ROLLUP|CUBE)\b"#
                + #"|\b(?:MERGE|RECURSIVE)\b"#,
            options: .caseInsensitive
        )
        let own = try Self.files("Migrations").filter { $0.name.hasPrefix("schema_") }
        var offences: [String] = []
        // What is asked of the catalog alone is answered by one server, whatever is sharded.
        let statements = try Self.files("Statements").filter { file in
            !["catalog_", "doctor_", "function_"].contains { file.name.hasPrefix($0) }
        }
        for file in try Self.files("Rules") + statements + own {
            let sql = file.sql.replacing(/--[^\n]*/, with: "")
            for match in forbidden.matches(in: sql, range: NSRange(sql.startIndex..., in: sql)) {
                offences.append("\(file.name): \((sql as NSString).substring(with: match.range))")
            }
        }
        #expect(offences == [])
    }

    /// A rule names no table of the application, so that the mapping is all that has to be known of it.
    @Test func rulesReadNothingButTieoutsOwnSchema() throws {
        for rule in try Self.files("Rules") {
            let sql = rule.sql.replacing(/--[^\n]*/, with: "").replacing("IS DISTINCT FROM", with: "<>")
            let own = Set(sql.matches(of: /(?:WITH|\),)\s+([a-z_]+) AS \(/).map(\.1))
            for match in sql.matches(of: /\b(?:FROM|JOIN)\s+([a-z_.]+)/) where !own.contains(match.1) {
                #expect(match.1.hasPrefix("tieout."), "\(rule.name) reads \(match.1)")
            }
        }
    }
}
