import Reconciliation
import Testing

@Suite struct RecordPageTests {
    /// Two refunds, as decoding lays them down: numbers by value, text by its place in the bytes.
    let page: RecordPage = {
        var (cells, bytes): ([RecordCell], [UInt8]) = ([], [])
        func text(_ text: String) -> RecordCell {
            defer { bytes += Array(text.utf8) }
            return RecordCell(number: Int64(bytes.count), length: Int32(text.utf8.count))
        }
        func number(_ number: Int64) -> RecordCell { RecordCell(number: number, length: 0) }
        cells += [text("re_1"), number(100), number(2_000), text("usd"), text("succeeded"), text("ch_1"), .null, .null]
        cells += [text("re_2"), number(200), number(500), text("eur"), .null, text("ch_2"), text("pi_2"), text("")]
        return RecordPage(kind: .refund, cells: cells, bytes: bytes, hasMore: true, requestID: "req_1")
    }()

    @Test func itKnowsItsRecords() {
        #expect(page.count == 2)
        #expect([page.id(row: 0), page.id(row: 1)] == ["re_1", "re_2"])
        #expect(page.created(row: 1) == Instant(secondsSinceEpoch: 200))
    }

    @Test func textNumbersAndNothingAreToldApart() {
        let schema = RecordSchema.of(.refund)
        #expect(page.cell(row: 0, column: schema.index(of: "amount")).number == 2_000)
        #expect(page.text(row: 1, column: schema.index(of: "payment_intent")) == "pi_2")
        #expect(page.text(row: 1, column: schema.index(of: "reason")) == "")
        #expect(page.text(row: 0, column: schema.index(of: "reason")) == nil)
        #expect(page.cell(row: 1, column: schema.index(of: "status")).isNull)
    }

    @Test func aPageOfBrokenRowsIsRefused() async {
        await #expect(processExitsWith: .failure) {
            _ = RecordPage(kind: .refund, cells: [.null], bytes: [], hasMore: false, requestID: nil)
        }
    }
}
