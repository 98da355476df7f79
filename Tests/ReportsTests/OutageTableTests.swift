import Reconciliation
import Testing

@testable import Reports

@Suite("Outages in reports")
struct OutageTableTests {
    /// Down from 09:10 to 10:50 in the sample's zone; two buyers, in dollars and in yen.
    private func result() throws -> RunResult {
        var result = try SampleRun.result()
        result.timeZone = "UTC"
        let at = { (minutes: Int64) in Instant(secondsSinceEpoch: 1_795_251_600 + minutes * .minute) }
        var outage = Outage(
            began: .init(from: at(4), to: at(10)),
            ended: .init(from: at(110), to: result.period.cutOff, isOpen: true),
            sources: [.session],
            kind: .constraint
        )
        outage.damage.missed = ["session": 3]
        (outage.damage.buyers, outage.damage.waiting, outage.damage.mended) = (2, 1, 2)
        outage.damage.purchases = [
            "usd": .init(count: 2, amountMinor: 4_000, credits: 100),
            "jpy": .init(count: 1, amountMinor: 1_200, credits: 40),
        ]
        outage.damage.messages = ["deadlock detected": 1, "violates check constraint": 2]
        result.analytics.outages = Outages(period: result.period, eventsKeptSince: result.period.since)
        result.analytics.outages?.outages = [outage]
        return result
    }

    @Test("have a row for each currency, and count buyers once")
    func rows() throws {
        let table = try result().outagesTable
        let told = { (name: String) in table.rows.map { $0[table.position(of: name)] } }
        #expect(told("currency") == [.text("JPY"), .text("USD")])
        #expect(told("amount") == [.money(1_200, .jpy), .money(4_000, .usd)])
        #expect(told("buyers") == [.integer(Int64(2)), .empty])
        #expect(told("waiting") == [.integer(Int64(1)), .empty])
        #expect(told("ended_before") == [.empty, .empty], "it goes on")
        #expect(told("message").first == .text("violates check constraint"))
    }

    @Test("are marked behind the hours that they lasted")
    func marks() throws {
        let result = try result()
        #expect(
            result.outageSlots.map { $0.map { result.analytics.missed.slots[$0].label } } == [
                ["2026-11-21 09:00", "2026-11-21 10:00"]
            ]
        )
        let page = String(decoding: ReportPage.bytes(of: result, tables: RunTables(result), files: []), as: UTF8.self)
        #expect(page.components(separatedBy: "class=\"outage\"").count == 2)
        #expect(page.contains("1 outage is marked."))
    }
}
