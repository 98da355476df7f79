import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("CSV files")
struct CSVTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    /// What a text looks like in a file, quotes and all.
    private static let fields: [(text: String, field: String)] = [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1", "'＝1"), ("\t=1+1", " =1+1"),
        ("two\r\nlines", "two  lines"), ("=a,b", "\"'=a,b\""), (" =1+1", " =1+1"), ("", ""),
        ("left\u{202E}right", "leftright"), ("bell\u{7}", "bell"), ("name 😀", "name 😀"),
    ]

    @Test("text is quoted where it must be, and guarded where a spreadsheet would compute it", arguments: fields)
    func textFields(_ example: (text: String, field: String)) {
        var bytes: [UInt8] = []
        CSVField.append(.text(example.text), to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == example.field)
    }

    @Test("numbers are never touched, moments are RFC 3339, nothing is nothing")
    func otherFields() throws {
        let cells: [(Cell, String)] = [
            (.integer(-5), "-5"), (.money(-1_250, .usd), "-12.50"), (.money(1_200, .jpy), "1200"),
            (.money(Int64.min, .usd), "-92233720368547758.08"), (.money(5, SampleRun.currency("kwd")), "0.005"),
            (.instant(SampleRun.start), "2026-11-23T02:15:00Z"), (.empty, ""), (.money(nil, .usd), ""),
        ]
        for (cell, field) in cells {
            var bytes: [UInt8] = []
            CSVField.append(cell, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == field)
        }
    }

    @Test("findings.csv and grants.csv have the columns of the design, in its order")
    func columns() throws {
        let result = try SampleRun.result()
        #expect(
            FindingRows.columns.map(\.name).joined(separator: ",")
                == "kind,severity,status,stripe_id,ledger_id,user_id,currency,expected,recorded,discrepancy,credits,"
                + "occurred_at,first_seen,age_days,correction,reason,fingerprint,url"
        )
        #expect(
            result.grantsTable.columns.map(\.name).joined(separator: ",")
                == "stripe_id,user_id,package_id,credits,amount,currency,paid_at,granted_at,balance_before,"
                + "balance_after,protection,run_id"
        )
    }

    @Test(
        "Python's csv module reads what was written",
        .enabled(if: Judges.python != nil, "\(Judges.noPython)")
    )
    func readByPython() async throws {
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result(), name: "=\"a\",b")
        let findings = try Judges.csv("\(report.folder)/findings.csv")
        #expect(findings.count == 6)
        #expect(
            findings[1] == [
                "amount_mismatch", "high", "open", "cs_test_drift", "'=1+1", "'@SUM(A1:A9)", "USD", "20.00", "0.20",
                "-19.80", "50", "2026-10-12T08:00:00Z", "2026-10-14T02:15:00Z", "40", "",
                "the amount in the ledger differs from the amount at Stripe", "amount_mismatch:cs_test_drift",
                "https://dashboard.stripe.com/test/payments/pi_drift",
            ]
        )
        #expect(findings[2][15] == "the payment is disputed")
        let sessions = try Judges.csv("\(report.folder)/sessions.csv")
        #expect(sessions.map { $0[8] } == ["package_id"] + Array(repeating: "'=\"a\",b", count: 3))
        let grants = try Judges.csv("\(report.folder)/grants.csv")
        #expect(
            grants.dropFirst().map { Array($0[0...4]) + Array($0[8...9]) } == [
                ["cs_test_granted", "7f3e0f6e-0000-4000-8000-000000000001", "creative", "50", "20.00", "0", "50"],
                ["cs_test_failed", "7f3e0f6e-0000-4000-8000-000000000001", "starter", "10", "5.00", "7", "17"],
            ]
        )
    }

    @Test(
        "in either dialect the files say the same, and only the mark of Excel differs",
        .enabled(if: Judges.python != nil, "\(Judges.noPython)"),
        arguments: CSVDialect.allCases
    )
    func dialects(_ dialect: CSVDialect) async throws {
        let publisher = ReportPublisher(root: root.path, dialect: dialect)
        let report = try await publisher.publish(SampleRun.result(), name: "Zoë 😀")
        #expect(report.manifest.csvDialect == dialect)
        let names = report.manifest.files.map(\.name).filter { $0.hasSuffix(".csv") }
        #expect(
            names == [
                "charges.csv", "failures.csv", "findings.csv", "grants.csv", "invoices.csv", "refunds.csv", "sales.csv",
                "sessions.csv",
            ]
        )
        for name in names {
            let bytes = try Data(contentsOf: URL(filePath: "\(report.folder)/\(name)"))
            #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) == (dialect == .excel), "\(name)")
        }
        let encoding = dialect == .excel ? "utf-8-sig" : "utf-8"
        let sessions = try Judges.csv("\(report.folder)/sessions.csv", encoding: encoding)
        #expect(sessions[0][0] == "stripe_id")
        #expect(sessions.dropFirst().map { $0[8] } == Array(repeating: "Zoë 😀", count: 3))
        #expect(try ReportVerification.verify(folder: report.folder) == report.manifest)
    }

    /// Contents that a writer of these columns never leaves behind, with what is said of each.
    private static let damaged: [(content: String, problem: String)] = [
        ("id,currency,amount\r\na,USD,1.00\r\nb,US", "ends within a row"),
        ("id,currency,amount\r\na,USD,1.00\n", "is not RFC 4180"),
        ("id,currency,amount\r\na,\"USD,1.00\r\n", "ends within a row"),
        ("id,amount\r\n", "has another header than its table"),
        ("id,currency,amount\r\na,USD\r\n", "has a row of 2 fields after row 0"),
        ("id,currency,amount\r\na,USD,1.x\r\n", "has the unreadable amount “1.x” in column amount after row 1"),
        ("", "has no header row"),
    ]

    @Test("a damaged file is told by what is wrong with it", arguments: damaged)
    func damagedFiles(_ example: (content: String, problem: String)) throws {
        let path = "\(root.path)/damaged.csv"
        try Data(example.content.utf8).write(to: URL(filePath: path))
        let columns = [Column("id", .id, ""), Column("currency", .text, ""), Column("amount", .money, "")]
        let error = #expect(throws: ReportError.self) { try CSVReadBack.totals(of: path, columns: columns) }
        #expect(error?.problem == example.problem)
    }
}
