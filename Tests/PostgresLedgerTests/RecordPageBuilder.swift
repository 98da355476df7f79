import Reconciliation

extension RecordPage {
    /// A page of records that are given by the names of their columns; a column that is not given is null.
    static func of(_ kind: RecordKind, _ records: [[String: Cell]]) -> RecordPage {
        var cells: [RecordCell] = []
        var bytes: [UInt8] = []
        for record in records {
            for column in RecordSchema.of(kind).columns {
                switch record[column.name] {
                case nil: cells.append(.null)
                case .number(let number): cells.append(RecordCell(number: number, length: 0))
                case .text(let text):
                    cells.append(RecordCell(number: Int64(bytes.count), length: Int32(text.utf8.count)))
                    bytes.append(contentsOf: text.utf8)
                }
            }
        }
        return RecordPage(kind: kind, cells: cells, bytes: bytes, hasMore: false, requestID: nil)
    }

    /// The value of a cell.
    enum Cell: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
        case number(Int64)
        case text(String)

        init(integerLiteral number: Int64) { self = .number(number) }
        init(stringLiteral text: String) { self = .text(text) }
        init(booleanLiteral value: Bool) { self = .number(value ? 1 : 0) }
    }
}
