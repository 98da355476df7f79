import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("The workbook, as openpyxl and LibreOffice read it", .enabled(if: Judges.python != nil, "\(Judges.noPython)"))
struct WorkbookTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    private func workbook(
        of report: PublishedReport
    ) throws -> Judges.Workbook { try Judges.workbook("\(report.folder)/reconciliation.xlsx") }

    @Test("has its sheets in reading order, and says whose it is")
    func sheets() async throws {
        let workbook = try workbook(of: try await ReportPublisher(root: root.path).publish(SampleRun.result()))
        #expect(
            workbook.sheets.map(\.title) == [
                "Cover", "Tie-out", "Charts", "Days", "Exceptions", "Ageing", "Missed by hour", "Outages", "Grants",
                "Sales",
                "Sales by day", "Failures by code", "Money back", "Capacity", "Records", "Failures",
                "Refunds and disputes", "Sessions", "Charges", "Invoices", "Data dictionary", "Run log",
            ]
        )
        #expect(workbook.title == "Credit reconciliation DIFFERENCES")
        #expect(workbook.keywords == "20261123T021500Z-nightly-3f9c")
        #expect(
            workbook.custom == [
                "run_id": "20261123T021500Z-nightly-3f9c", "status": "differences",
                "period": "2026-11-15T00:00:00Z/2026-11-23T02:10:00Z",
            ]
        )
        let cover = try workbook.sheet("Cover")
        #expect(cover.rows[3][0] == "DIFFERENCES")
        #expect(
            cover.rows[4][0] == "2 findings above info wait for a person, and 1 correction is held."
                + " The totals agree: nothing is unreconciled in any currency."
        )
        #expect(cover.links.values.sorted() == workbook.sheets.dropFirst().map { "'\($0.title)'!A1" }.sorted())
        for sheet in workbook.sheets.dropFirst(3) { #expect(sheet.frozen == "B2" && !sheet.filter.isEmpty) }
    }

    @Test("ties out per currency, with formulas that carry their values")
    func tieOut() async throws {
        let workbook = try workbook(of: try await ReportPublisher(root: root.path).publish(SampleRun.result()))
        let sheet = try workbook.sheet("Tie-out")
        let blocks = sheet.rows[3...53].filter { $0[1] != nil }.map { row in row[1...3].map { $0 ?? "" } }
        #expect(
            blocks == [
                ["Purchases", "Amount, JPY", "Credits"], ["1", "1200", "10"], ["1", "1200", "10"], ["0", "0", "0"],
                ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"],
                ["Purchases", "Amount, JPY", "Credits"], ["0", "0", "0"], ["1", "1200", "10"], ["0", "0", "0"],
                ["0", "0", "0"], ["1", "1200", "10"], ["1", "1200", "10"], ["0", "0", "0"], ["0", "0", "0"],
                ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"],
                ["Purchases", "Amount, USD", "Credits"], ["9", "230", "660"], ["5", "150", "450"], ["2", "25", "60"],
                ["2", "55", "150"], ["1", "20", "50"], ["1", "35", "100"], ["0", "0", "0"], ["0", "0", "0"],
                ["Purchases", "Amount, USD", "Credits"], ["1", "20", "50"], ["8", "210", "610"], ["0", "20", "50"],
                ["0", "0", "0"], ["9", "210", "610"], ["7", "175", "510"], ["2", "35", "100"], ["1", "35", "100"],
                ["0", "0", "0"], ["1", "0", "0"], ["0", "0", "0"], ["0", "0", "0"],
            ]
        )
        #expect(sheet.formulas["C13"] == "=ROUND(C9-C10-C11-C12,0)")
        #expect(sheet.formulas["C35"] == "=ROUND(C32-C33-C34,2)")
        #expect(sheet.formulas["C39"] == "=ROUND(C35-C36-C37-C38,2)")
        #expect(sheet.formulas["C47"] == "=ROUND(C43+C44-C45-C46,2)", "from opening to closing")
        #expect(sheet.formulas["C54"] == "=ROUND(C49-C50-C51-C52-C53,2)")
        let days = try workbook.sheet("Days").rows.dropFirst().map { row in row[0...6].map { $0 ?? "" } }
        #expect(
            days == [
                ["2026-11-22", "JPY", "1", "1200", "10", "0", "0"], ["2026-11-21", "USD", "3", "80", "210", "0", "0"],
                ["2026-11-22", "USD", "5", "130", "400", "1", "20"],
            ]
        )
    }

    @Test("shows the exceptions oldest first, with their age and a link to Stripe")
    func exceptions() async throws {
        let workbook = try workbook(of: try await ReportPublisher(root: root.path).publish(SampleRun.result()))
        let sheet = try workbook.sheet("Exceptions")
        let kindAndAge = sheet.rows.dropFirst().map { [$0[0], $0[2], $0[13], $0[14]] }
        #expect(
            kindAndAge == [
                ["amount mismatch", "cs_test_drift", "40", "over 30 days"],
                ["missed purchase", "cs_test_held", "4", "4–7 days"],
                ["payment failed", "ch_declined", "0", "0–1 days"],
            ]
        )
        #expect(
            sheet.links == [
                "C2": "https://dashboard.stripe.com/test/search?query=cs_test_drift",
                "C3": "https://dashboard.stripe.com/test/search?query=cs_test_held",
                "C4": "https://dashboard.stripe.com/test/payments/ch_declined",
            ]
        )
    }

    @Test("money is a number, a date a date, an id a text, and nothing is not zero")
    func types() async throws {
        let workbook = try workbook(of: try await ReportPublisher(root: root.path).publish(SampleRun.result()))
        let charges = try workbook.sheet("Charges")
        #expect(charges.rows.map { $0[4] } == ["Amount", "20", "19.99", "1200", "12.345"])
        #expect(charges.rows[1][1] == "2026-11-23T02:15:00")
        #expect(charges.types[1] == ["s", "d", "s", "s", "n", "n", "n", "s", "s", "", "", "s", ""])
        #expect(charges.rows[1][6] == "0")
        #expect(charges.rows[1][9] == nil)
    }

    @Test(
        "text from outside stays text",
        arguments: [
            "=1+1", "@SUM(A1)", "+1", "-1", "\t=1+1", "=HYPERLINK(\"https://evil.example\")", "{=1+1}", "<b>&amp;",
            "名前 😀", "_x0041_",
        ]
    )
    func textStaysText(_ name: String) async throws {
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result(), name: name)
        let sessions = try workbook(of: report).sheet("Sessions")
        #expect(sessions.formulas == [:])
        #expect(sessions.links == [:])
        #expect(sessions.types[1][8] == "s")
        #expect(sessions.rows[1][8] == (name == "\t=1+1" ? " =1+1" : name))
    }

    @Test("a name that is far too long is cut with a mark, and what cannot be seen is taken out")
    func strangeNames() async throws {
        let name = "\u{202E}bell\u{7}\u{0}" + String(repeating: "x", count: 40_000)
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result(), name: name)
        let shown = try #require(try workbook(of: report).sheet("Sessions").rows[1][8])
        #expect(shown == "bell" + String(repeating: "x", count: 32_767 - 4 - 7) + "… [cut]")
        let whole = try Judges.csv("\(report.folder)/sessions.csv")[1][8]
        #expect(whole == "bell" + String(repeating: "x", count: 40_000))
    }

    @Test("a sheet that is full goes on on a further one, and the totals reach over both")
    func continued() async throws {
        let publisher = ReportPublisher(root: root.path, rowsPerSheet: 2)
        let workbook = try workbook(of: try await publisher.publish(SampleRun.result(), sessions: 5))
        #expect(
            workbook.sheets.map(\.title).suffix(8) == [
                "Sessions", "Sessions (2)", "Sessions (3)", "Charges", "Charges (2)", "Invoices", "Data dictionary",
                "Run log",
            ]
        )
        #expect(try workbook.sheet("Sessions (3)").rows.map { $0[0] } == ["Session", "cs_test_4"])
        let tieOut = try workbook.sheet("Tie-out")
        let total = try #require(tieOut.rows.firstIndex { $0[0] == "Sessions, amount, USD" })
        #expect(tieOut.rows[total][1...2] == ["5", "25"])
        #expect(
            tieOut.formulas["C\(total + 1)"] == "=ROUND(SUMIFS('Sessions'!$G$2:$G$3,'Sessions'!$F$2:$F$3,\"USD\")"
                + "+SUMIFS('Sessions (2)'!$G$2:$G$3,'Sessions (2)'!$F$2:$F$3,\"USD\")"
                + "+SUMIFS('Sessions (3)'!$G$2:$G$2,'Sessions (3)'!$F$2:$F$2,\"USD\"),2)"
        )
    }

    /// Names that a spreadsheet would compute if it took them for what they look like.
    private static let formulaNames = [
        "=1+1", "@SUM(A1:A9)", "+1", "\t=1+1", "-1", "=HYPERLINK(\"https://evil.example\")",
    ]

    @Test(
        "LibreOffice computes every value that a formula carries, and nothing from data",
        .enabled(if: Judges.hasLibreOffice, "no LibreOffice here; scripts/install-packages test")
    )
    func recalculation() async throws {
        let publisher = ReportPublisher(root: root.path, rowsPerSheet: 4)
        let names = Self.formulaNames
        let report = try await publisher.publish(SampleRun.result(), sessions: names.count, names: names)
        let folder = try TemporaryRoot()
        let path = "\(report.folder)/reconciliation.xlsx"
        let miscounted = "\(root.path)/miscounted.xlsx"
        try Judges.miscount(path, to: miscounted)
        let written = try Judges.workbook(path)
        #expect(try Judges.workbook(miscounted).sheet("Tie-out").rows != written.sheet("Tie-out").rows)
        let read = try Judges.recalculated([path, miscounted, "\(report.folder)/sessions.csv"], into: folder.path)
        for computed in read[0...1] {
            for sheet in written.sheets {
                let other = try computed.sheet(sheet.title)
                #expect(sheet.formulas.keys.sorted() == other.formulas.keys.sorted())
                for (row, cells) in sheet.rows.enumerated() {
                    #expect(Array(other.rows[row].prefix(cells.count)) == cells, "\(sheet.title), row \(row + 1)")
                }
            }
            #expect(try computed.sheet("Tie-out").formulas.count == 2 * (7 + 10) + 2 * 8)
        }
        let csv = try #require(read[2].sheets.first)
        #expect(csv.formulas == [:])
        #expect(
            csv.rows.dropFirst().map { $0[8] } == [
                "'=1+1", "'@SUM(A1:A9)", "'+1", " =1+1", "'-1", "'=HYPERLINK(\"https://evil.example\")",
            ]
        )
    }
}
