import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("Sales, failures and returns, as others read them", .enabled(if: Judges.python != nil, "\(Judges.noPython)"))
struct AnalyticsTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    private func published(_ result: RunResult? = nil) async throws -> (folder: String, workbook: Judges.Workbook) {
        let report = try await ReportPublisher(root: root.path).publish(result ?? SampleRun.result())
        return (report.folder, try Judges.workbook("\(report.folder)/reconciliation.xlsx"))
    }

    @Test("the sample's sales are those of its roll-forwards, and a purchase more is told")
    func salesAddUp() {
        var analytics = SampleRun.analytics
        #expect(analytics.breaks(against: SampleRun.tieOut) == [])
        analytics.sales[0].purchases.amountMinor += 1
        #expect(
            analytics.breaks(against: SampleRun.tieOut) == [
                "USD: purchases by package add up to 8 worth 210.01 USD, and to 8 worth 210.00 USD in the roll-forward"
            ]
        )
        analytics.sales.removeAll { $0.currency == .jpy }
        #expect(analytics.breaks(against: SampleRun.tieOut).count == 2)
    }

    @Test("sales by package, most revenue first, with a total for each currency that recalculates")
    func packages() async throws {
        let sheet = try await published().workbook.sheet("Sales")
        #expect(
            sheet.rows == [
                [
                    "Package", "Currency", "Purchases", "Credits", "Revenue", "Refunds and lost disputes", "Refunded",
                    "Refunded credits", "Net revenue",
                ],
                ["starter", "JPY", "1", "10", "1200", "0", "0", "0", "1200"],
                ["=1+1", "USD", "3", "300", "105", "0", "0", "0", "105"],
                ["creative", "USD", "3", "150", "60", "1", "20", "50", "40"],
                ["pro", "USD", "1", "110", "40", "0", "0", "0", "40"],
                ["(no package)", "USD", "1", "50", "5", "0", "0", "0", "5"],
                Array(repeating: nil, count: 9),
                ["Total, JPY", nil, "1", "10", "1200", "0", "0", "0", "1200"],
                ["Total, USD", nil, "8", "610", "210", "1", "20", "50", "190"],
            ]
        )
        #expect(sheet.formulas["E9"] == "=ROUND(SUMIFS($E$2:$E$6,$B$2:$B$6,\"USD\"),2)")
        #expect(sheet.formulas["E8"] == "=ROUND(SUMIFS($E$2:$E$6,$B$2:$B$6,\"JPY\"),0)")
        #expect(sheet.formulas.count == 14)
        #expect(sheet.filter == "A1:I6")
    }

    @Test("the totals per currency are the same on the sheet, in the file, on the page and in the tie-out")
    func totalsAgree() async throws {
        let (folder, workbook) = try await published()
        let file = try Judges.csv("\(folder)/sales.csv")
        let gross = try #require(file[0].firstIndex(of: "gross"))
        let page = try Judges.page("\(folder)/index.html")
        for block in SampleRun.tieOut {
            let expected = Money(minorUnits: block.rollForward.purchases.amountMinor, block.currency).majorUnits
            let rows = file.dropFirst().filter { $0[2] == block.currency.description }
            let minor = rows.reduce(0) { $0 + (Int64($1[gross].replacing(".", with: "")) ?? .min / 2) }
            #expect(Money(minorUnits: minor, block.currency).majorUnits == expected)
            for sheet in ["Sales", "Sales by day"] {
                let total = try #require(
                    try workbook.sheet(sheet).rows.first { $0[0] == "Total, \(block.currency)" }
                )
                let shown = total[sheet == "Sales" ? 4 : 5].flatMap(Double.init)
                #expect(shown == Double(expected), "\(sheet)")
            }
            let total = try #require(page.cells.firstIndex(of: "Total, \(block.currency)"))
            #expect(page.cells[total + 4] == expected)
        }
        #expect(file.map(\.count) == Array(repeating: 10, count: 7))
        #expect(file[5][1] == "'=1+1")
    }

    @Test("failures are told by code, paid later or not, and one by one in a file")
    func failures() async throws {
        let (folder, workbook) = try await published()
        #expect(
            try workbook.sheet("Failures by code").rows.dropFirst().map { $0 } == [
                ["charge failed", "card declined", "USD", "3", "90", "1", "20", "2", "70"],
                ["checkout page expired", "expired", "JPY", "1", "3000", "0", "0", "1", "3000"],
            ]
        )
        let sheet = try workbook.sheet("Failures")
        #expect(
            sheet.rows[1][0...6].map { $0 } == [
                "charge_failed", "ch_declined", "2026-11-23T02:05:00", "USD", "35", "card_declined",
                "=cmd|'/C calc'!A0",
            ]
        )
        #expect(sheet.formulas == [:])
        let file = try Judges.csv("\(folder)/failures.csv")
        #expect(
            file[0].joined(separator: ",")
                == "failure,stripe_id,occurred_at,currency,amount,code,message,outcome,user_id,package_id,credits,"
                + "payment_intent,session,invoice,subscription,attempts,next_attempt"
        )
        #expect(file[1][4] == "35.00")
        #expect(file[1][6] == "'=cmd|'/C calc'!A0")
    }

    @Test("refunds and disputes say what the ledger took back, in their currency's decimals")
    func returns() async throws {
        let (folder, workbook) = try await published()
        #expect(
            try workbook.sheet("Money back").rows.dropFirst().map { $0 } == [
                ["refunds", "succeeded", "USD", "1", "20", "50", "20", "30"],
                ["disputes", "needs_response", "KWD", "1", "12.345", "0", "0", "0"],
            ]
        )
        let sheet = try workbook.sheet("Refunds and disputes")
        #expect(sheet.rows[2][12...15].map { $0 } == [nil, nil, nil, "under_way"])
        let file = try Judges.csv("\(folder)/refunds.csv")
        #expect(
            file[0].joined(separator: ",")
                == "return,stripe_id,occurred_at,status,currency,amount,reason,charge,payment_intent,session,user_id,"
                + "package_id,credits,taken_back_credits,owed_credits,ledger_status"
        )
        #expect(file.map { $0[5] } == ["amount", "20.00", "12.345"])
    }

    @Test("an empty sheet says so in a sentence")
    func emptySheets() async throws {
        var result = try SampleRun.result()
        result.analytics = Analytics()
        let (folder, workbook) = try await published(result)
        for (sheet, sentence) in [
            ("Sales", "No credit purchase was paid in the period, and nothing went back."),
            ("Failures by code", "Nothing failed to be paid."), ("Money back", "Nothing was refunded or disputed."),
            ("Capacity", "The ledger keeps no credits of providers, so nothing can be said of them."),
            ("Ageing", "No finding is open."),
            ("Missed by hour", "No purchase was paid in the period, and none is missed."),
            ("Outages", "Outages were not searched for."),
        ] {
            #expect(try workbook.sheet(sheet).rows[1][0] == sentence)
        }
        #expect(try Judges.csv("\(folder)/sales.csv").count == 1)
        let page = try Judges.page("\(folder)/index.html")
        #expect(page.faults == [])
        #expect(page.text.contains("No purchase was missed."))
        #expect(!page.tags.contains("svg"))
    }

    @Test("providers are enough, low or short, by what buyers hold")
    func capacity() throws {
        var result = try SampleRun.result()
        let figures: [(String, Int64, Int64?, Int64)] = [("a", 400, 100, 0), ("b", 90, 100, 0), ("c", 90, nil, 5)]
        result.analytics.capacity = figures.map { provider, balance, threshold, missing in
            ProviderCapacity(
                provider: provider,
                balance: balance,
                threshold: threshold,
                ratio: "4",
                outstandingCredits: 20,
                needed: 80,
                servableCredits: balance / 4,
                missingCredits: missing
            )
        }
        #expect(
            result.capacityTable.rows.map { $0[1] }
                == [.status("enough", .good), .status("low", .attention), .status("short", .bad)]
        )
    }

    @Test("every column of every sheet and file stands in the data dictionary")
    func dictionary() async throws {
        let (folder, workbook) = try await published()
        let entries = try workbook.sheet("Data dictionary").rows.dropFirst()
        for sheet in workbook.sheets.dropFirst(3) {
            let told = entries.filter { $0[0] == sheet.title }.map { $0[2] }
            #expect(told == sheet.rows[0].prefix(told.count).map { $0 }, "\(sheet.title)")
            #expect(sheet.rows[0].dropFirst(told.count).allSatisfy { $0 == nil }, "\(sheet.title)")
        }
        for file in try root.names(in: URL(filePath: folder).lastPathComponent) where file.hasSuffix(".csv") {
            let told = entries.filter { $0[1] == file }.compactMap { $0[3] }
            #expect(try told == Judges.csv("\(folder)/\(file)")[0], "\(file)")
        }
        #expect(entries.allSatisfy { !($0[6] ?? "").isEmpty })
    }

    @Test("the run log tells stages, requests, events and protections in their order")
    func log() async throws {
        let rows = try await published().workbook.sheet("Run log").rows.dropFirst()
        #expect(
            rows.map { [$0[0], $0[1], $0[3]] } == [
                ["run", "started", nil], ["stage", "collect", "61250"], ["stage", "match and find", "2004"],
                ["requests", "/v1/charges", "3"], ["requests", "/v1/checkout/sessions", "2"],
                ["event", "no_guard", nil], ["protection", "guard", nil], ["run", "ended", nil],
            ]
        )
    }
}
