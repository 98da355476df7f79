import Foundation
import PostgresLedger
import StripeSimulator
import Testing

/// What a run leaves on disk says what the ledger says: SQL is asked, and every file is read with the eyes of others.
@Suite struct ReportTests {
    let night: SeededNight
    let folder: String
    let summary: JSONObject

    init() async throws {
        night = try await SeededNight(seed: 31)
        #expect(try night.program.run("migrate", "--ledger", "--guard").status == 0)
        let ending = try night.program.run("run", "--since", night.since, "--apply", "--output", "json")
        let printed = try ending.json()
        folder = "\(night.program.folder.path)/\(try #require(printed.text("report")))"
        summary = try JSONObject(String(contentsOfFile: "\(folder)/summary.json", encoding: .utf8))
        #expect(summary.text("run_id") == printed.text("run_id"))
    }

    @Test func everyFileIsThereAndItsChecksumHolds() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            names == [
                "SHA256SUMS", "charges.csv", "failures.csv", "findings.csv", "grants.csv", "index.html", "invoices.csv",
                "manifest.json", "plan.json", "reconciliation.xlsx", "refunds.csv", "sales.csv", "sessions.csv",
                "summary.json",
            ]
        )
        let judge = Process()
        judge.executableURL = URL(filePath: "/usr/bin/sha256sum")
        judge.arguments = ["--check", "--strict", "--quiet", "SHA256SUMS"]
        judge.currentDirectoryURL = URL(filePath: folder)
        try judge.run()
        judge.waitUntilExit()
        #expect(judge.terminationStatus == 0)
        let sums = try String(contentsOfFile: "\(folder)/SHA256SUMS", encoding: .utf8)
        #expect(sums.split(separator: "\n").count == names.count - 1)
    }

    @Test func grantsAreTheCorrectionsOfTheRunAndTheMovementsOfTheLedger() throws {
        let grants = try CSVTable(contentsOf: "\(folder)/grants.csv")
        let written = grants.rows.map { row in
            ["stripe_id", "user_id", "credits", "balance_before", "balance_after"].map { row[$0] ?? "" }
                .joined(separator: " ")
        }
        let recorded = try lines(
            """
            SELECT concat_ws(' ', c.stripe_id, c.user_id, t.amount, t.balance_before, t.balance_after) AS value
            FROM tieout.correction AS c
            JOIN public.credit_transactions AS t ON t.reference_id = c.stripe_id AND t.user_id::text = c.user_id
            WHERE c.action = 'grant'
            ORDER BY c.stripe_id
            """
        )
        #expect(written.sorted() == recorded.sorted())
        #expect(summary.number("grants.count") == recorded.count)
        #expect(grants.column("credits").compactMap { Int($0) }.reduce(0, +) == summary.number("grants.credits"))
        #expect(night.month.truth.dueCredits == Int64(summary.number("grants.credits") ?? 0))
    }

    @Test func findingsAreThoseOfTheBooks() throws {
        let findings = try CSVTable(contentsOf: "\(folder)/findings.csv")
        let written = findings.rows.map { "\($0["fingerprint"] ?? "") \($0["kind"] ?? "") \($0["status"] ?? "")" }
        let recorded = try lines("SELECT concat_ws(' ', fingerprint, kind, status) AS value FROM tieout.finding")
        #expect(written.sorted() == recorded.sorted())
        let byKind = Dictionary(grouping: findings.column("kind"), by: \.self).mapValues(\.count)
        #expect(summary.keys("findings") == byKind.keys.sorted())
        for (kind, count) in byKind { #expect(summary.number("findings.\(kind)") == count, "\(kind)") }
    }

    /// `amount` sums in major units, as text in SQL and in the file, are the same figures.
    @Test func detailsHoldEveryStripeObjectOnceAndTheirSumsAreStripes() throws {
        let account = night.month.account
        let sessions = try CSVTable(contentsOf: "\(folder)/sessions.csv")
        let charges = try CSVTable(contentsOf: "\(folder)/charges.csv")
        let invoices = try CSVTable(contentsOf: "\(folder)/invoices.csv")
        #expect(sessions.column("stripe_id").sorted() == account.checkoutSessions.map(\.id).sorted())
        #expect(charges.column("stripe_id").sorted() == account.charges.map(\.id).sorted())
        #expect(invoices.column("stripe_id").sorted() == account.invoices.map(\.id).sorted())
        let captured = Dictionary(grouping: account.charges, by: { $0.currency.uppercased() })
            .mapValues { $0.reduce(0) { $0 + $1.amountCaptured } }
        #expect(sums(of: charges, "captured") == captured)
        for (kind, table) in [("checkout_session", sessions), ("charge", charges), ("invoice", invoices)] {
            #expect(summary.number("counts.\(kind).fetched") == table.rows.count, "\(kind)")
            for state in ["matched", "found", "excluded"] {
                let count = table.column("state").filter { $0 == state }.count
                #expect(summary.number("counts.\(kind).\(state)") == count, "\(kind) \(state)")
            }
        }
    }

    @Test func theTieOutIsWhatStripeSoldAndNothingIsUnexplained() throws {
        let fates = night.month.truth.fates
        let paid = night.month.account.checkoutSessions.filter { session in
            guard let fate = fates[session.id] else { return false }
            return fate != .notPaid && fate != .free
        }
        let expected = Dictionary(grouping: paid, by: { ($0.currency ?? "").uppercased() })
        #expect(summary.keys("tie_out") == expected.keys.sorted())
        for (currency, sessions) in expected {
            let amount = sessions.reduce(0) { $0 + Int($1.amountTotal ?? 0) }
            #expect(summary.number("tie_out.\(currency).paid.count") == sessions.count, "\(currency)")
            #expect(summary.number("tie_out.\(currency).paid.amount_minor") == amount, "\(currency)")
            for figure in ["count", "amount_minor", "credits"] {
                for block in ["", ".roll_forward"] {
                    let figure = "tie_out.\(currency)\(block).unreconciled.\(figure)"
                    #expect(summary.number(figure) == 0, "\(figure)")
                }
            }
        }
    }

    /// The same sums in the files, in the tie-out and in SQL; what failed and what went back are Stripe's own objects.
    @Test func salesFailuresAndRefundsAddUpToWhatStripeSays() throws {
        let sales = try CSVTable(contentsOf: "\(folder)/sales.csv")
        let (gross, refunded) = (sums(of: sales, "gross"), sums(of: sales, "refunded"))
        for currency in summary.keys("tie_out") {
            let told = "tie_out.\(currency).roll_forward"
            #expect(gross[currency].map { Int($0) } == summary.number("\(told).purchases.amount_minor"), "\(currency)")
            #expect(
                refunded[currency].map { Int($0) } == summary.number("\(told).returned.amount_minor"),
                "\(currency)"
            )
        }
        #expect(gross.keys.sorted() == summary.keys("tie_out"))
        let account = night.month.account
        let failures = try CSVTable(contentsOf: "\(folder)/failures.csv")
        let declined = failures.rows.filter { $0["failure"] == "charge_failed" }.map { $0["stripe_id"] ?? "" }
        #expect(declined.sorted() == account.charges.filter { $0.status == "failed" }.map(\.id).sorted())
        #expect(
            try lines("SELECT stripe_id AS value FROM tieout.payment_failure").sorted()
                == failures.column("stripe_id").sorted()
        )
        let refunds = try CSVTable(contentsOf: "\(folder)/refunds.csv")
        #expect(
            refunds.column("stripe_id").sorted() == (account.refunds.map(\.id) + account.disputes.map(\.id)).sorted()
        )
    }

    @Test(.enabled(if: Workbook.python != nil, "no Python with openpyxl; set TIEOUT_PYTHON to one"))
    func theWorkbookSaysTheSame() throws {
        let workbook = try Workbook(contentsOf: "\(folder)/reconciliation.xlsx")
        for (sheet, file) in [
            ("Sessions", "sessions"), ("Charges", "charges"), ("Invoices", "invoices"), ("Grants", "grants"),
        ] {
            let table = try CSVTable(contentsOf: "\(folder)/\(file).csv")
            #expect(workbook.column(0, of: sheet) == table.column("stripe_id"), "\(sheet)")
        }
        let figures = workbook.rows(of: "Tie-out").filter { $0.first == "Paid at Stripe" }.map { $0[1] }
        #expect(
            figures == summary.keys("tie_out").map { "\(summary.number("tie_out.\($0).paid.count") ?? -1)" }
        )
        let verdicts = workbook.rows(of: "Tie-out").filter { $0.first == "= Unreconciled difference" }.map { $0[4] }
        #expect(verdicts == Array(repeating: "← ties out", count: 2 * figures.count))
    }

    private func lines(_ statement: Statement) throws -> [String] {
        try night.database.connect().query(statement).map { try $0.text("value") }
    }

    /// A money column's sums in minor units; the months of the simulator know cents, and yen without any.
    private func sums(of table: CSVTable, _ column: String) -> [String: Int64] {
        table.rows.reduce(into: [:]) { sums, row in
            let digits = (row[column] ?? "").replacing(".", with: "")
            sums[row["currency"] ?? "", default: 0] += Int64(digits) ?? .min / 1_000
        }
    }
}
