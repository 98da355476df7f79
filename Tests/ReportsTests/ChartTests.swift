import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("Charts")
struct ChartTests {
    @Test("are drawn from the tables, and say in words what they show")
    func sentences() throws {
        let result = try SampleRun.result()
        let charts = RunTables(result).charts(of: result)
        #expect(
            charts.map { "\($0.title): \($0.sentence)" } == [
                "Missed purchases per hour: 3 of the 8 purchases paid in the hours shown were missed; most, 2 of 2, in the hour "
                    + "from 2026-11-21 09:00. This run granted 2.",
                "Revenue by package, USD: 4 packages brought 210.00 USD; most, 105.00 USD, =1+1.",
                "Revenue by package, JPY: 1 package brought 1200 JPY.",
                "Open findings by age: 2 findings above info are open, the oldest for 40 days.",
            ]
        )
        #expect(charts[1].points.map(\.text) == ["105.00", "60.00", "40.00", "5.00"])
        #expect(charts[2].points.map(\.number) == [1_200])
        #expect(charts[3].points.map(\.number) == [0, 0, 1, 0, 1])
    }

    @Test("in the workbook stand over the cells of the table's own sheet, as openpyxl reads them")
    func workbook() async throws {
        guard Judges.python != nil else { return }
        let root = try TemporaryRoot()
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        let path = "\(report.folder)/reconciliation.xlsx"
        let charts = try Judges.charts(path)
        #expect(
            charts.map { [$0.sheet, $0.labels, $0.values] } == [
                ["Charts", "'Missed by hour'!$A$2:$A$27", "'Missed by hour'!$C$2:$C$27"],
                ["Charts", "'Sales'!$A$3:$A$6", "'Sales'!$E$3:$E$6"],
                ["Charts", "'Sales'!$A$2:$A$2", "'Sales'!$E$2:$E$2"],
                ["Charts", "'Ageing'!$A$2:$A$6", "'Ageing'!$B$2:$B$6"],
            ]
        )
        // What the cells hold is what the page draws.
        let workbook = try Judges.workbook(path)
        let result = try SampleRun.result()
        let drawn = RunTables(result).charts(of: result)
        let missed = try workbook.sheet("Missed by hour").rows.dropFirst().map { $0[2] }
        #expect(missed == drawn[0].points.map { $0.text })
        let sales = try workbook.sheet("Sales").rows[2...5].map { Double($0[4] ?? "") }
        #expect(sales == drawn[1].points.map { Double($0.text) })
    }

    @Test("on the page carry their words, and a bar for each number that is not zero")
    func page() throws {
        let result = try SampleRun.result()
        let page = String(decoding: ReportPage.bytes(of: result, tables: RunTables(result), files: []), as: UTF8.self)
        #expect(page.components(separatedBy: "<svg ").count == 5)
        #expect(page.components(separatedBy: "role=\"img\" aria-label=\"").count == 5)
        #expect(page.contains("<title>2026-11-21 09:00: 2</title>"))
        #expect(page.components(separatedBy: "<title>2026").count == 3, "two hours with missed purchases")
        #expect(!page.contains("style=\""))
    }
}
